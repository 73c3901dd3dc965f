"""Plays a node: starts containers as namespaces of their own and runs exec sessions into them. Run by record.sh, as root, under strace.

Who started what is written into the trace itself: before the first program of a container or of an exec is started, its process tries to
open a path below /.truth, which does not exist. The reducer finds that call, and with it the process.
"""
import ctypes
import fcntl
import importlib
import os
import random
import select
import shutil
import signal
import sys
import termios
import time

LIBC = ctypes.CDLL(None, use_errno=True)
NEW_NS, NEW_UTS, NEW_PID, NEW_NET = 0x00020000, 0x04000000, 0x20000000, 0x40000000
SET_NAME, SET_CHILD_SUBREAPER = 15, 36
PATH = '/srv/bin:/usr/bin:/bin'


def libc(name, *arguments):
    if getattr(LIBC, name)(*arguments) != 0:
        raise OSError(ctypes.get_errno(), name)


def name_process(name):
    LIBC.prctl(SET_NAME, name.encode(), 0, 0, 0)


def mark(text):
    try:
        os.open('/.truth/' + text, os.O_RDONLY)
    except FileNotFoundError:
        pass


def environment(container, **more):
    return {'PATH': PATH, 'HOME': '/srv/app', 'TERM': 'xterm', 'LANG': 'C', 'PYTHONDONTWRITEBYTECODE': '1',
            'HOSTNAME': container['host'], 'HISTFILE': '/dev/null', 'PS1': '$ ', **more}


def become(container):
    if container['uid']:
        os.setgroups([])
        os.setgid(container['uid'])
        os.setuid(container['uid'])


def first_process(container):
    """In the new namespaces: a host name, private directories, a loopback with an address for documentation, then the entrypoint."""
    name_process('runc')
    os.setsid()
    libc('mount', b'none', b'/', None, 0x44000, None)
    for target in (b'/srv', b'/tmp'):
        libc('mount', b'tmpfs', target, b'tmpfs', 0, b'size=16m')
    libc('mount', b'proc', b'/proc', b'proc', 0, None)
    libc('sethostname', container['host'].encode(), len(container['host']))
    os.system('ip link set lo up; ip addr add 203.0.113.10/32 dev lo; ip addr add 198.51.100.20/32 dev lo')
    for place in ('/srv/app', '/srv/bin', '/srv/data'):
        os.makedirs(place, exist_ok=True)
        os.chmod(place, 0o777)
    os.chmod('/tmp', 0o1777)
    for path, text in container['files'].items():
        with open(path, 'w') as file:
            file.write(text)
        os.chmod(path, 0o755)
    os.chdir('/srv/app')
    null = os.open('/dev/null', os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    os.closerange(3, 256)
    become(container)
    mark('init/' + container['key'])
    argv = container['entrypoint']
    os.execvpe(argv[0], argv, environment(container))


def start_container(container):
    """Forks the container's first process in new namespaces; the process id as the node sees it."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        name_process('runc')
        libc('unshare', NEW_NS | NEW_UTS | NEW_PID | NEW_NET)
        child = os.fork()
        if child == 0:
            first_process(container)
        os.write(writing, str(child).encode())
        os._exit(0)
    return int(os.read(reading, 32))


def enter(init, kinds=('net', 'uts', 'mnt', 'pid')):
    handles = [os.open(f'/proc/{init}/ns/{kind}', os.O_RDONLY) for kind in kinds]
    for handle in handles:
        libc('setns', handle, 0)
        os.close(handle)


def runtime(container, init, job, stdin, stdout, terminal):
    """What `runc exec` does: joins the namespaces, forks the program, and goes away."""
    name_process('runc')
    enter(init)
    if os.fork() == 0:
        if container['runtime_leaves']:
            time.sleep(0.004)
        os.setsid()
        number = 0
        if terminal is not None:
            fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
            number = 1
            stdin = stdout = terminal
        os.dup2(stdin, 0)
        os.dup2(stdout, 1)
        os.dup2(stdout, 2)
        os.closerange(3, 256)
        os.chdir('/srv/app')
        become(container)
        more = {'KUBERNETES_EXEC_AUDIT_ID': job['id']} if job['kind'] == 'audited' else {}
        mark(f"exec/{job['id']}/{number}")
        try:
            os.execvpe(job['argv'][0], job['argv'], environment(container, **more))
        except OSError:
            os._exit(127)
    if not container['runtime_leaves']:
        time.sleep(0.03)
    os._exit(0)


def serve_session(container, init, job):
    """Feeds the script to the session and reads what comes back, as the stream of the kubelet does."""
    name_process('containerd')
    if job['tty']:
        master, slave = os.openpty()
        feed = reading = master
        stdin = stdout = slave
    else:
        stdin, feed = os.pipe()
        reading, stdout = os.pipe()
        slave = None
    if os.fork() == 0:
        runtime(container, init, job, stdin, stdout, slave)
    for fd in {stdin, stdout}:
        os.close(fd)
    for delay, line in job['script']:
        drain(reading, delay)
        try:
            os.write(feed, line.encode() + b'\n')
        except OSError:
            break
    if not job['tty']:
        os.close(feed)
    drain(reading, 60)
    os._exit(0)


def drain(fd, seconds):
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if select.select([fd], [], [], left)[0]:
            try:
                if not os.read(fd, 65536):
                    return time.sleep(0) if seconds == 60 else time.sleep(max(0, until - time.monotonic()))
            except OSError:
                return None
    return None


def shim(container, jobs, epoch):
    name_process('containerd-shim')
    LIBC.prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    mark('shim/' + container['key'])
    init = start_container(container)
    for job in sorted(jobs, key=lambda job: job['at']):
        while (left := epoch + job['at'] - time.monotonic()) > 0:
            time.sleep(min(left, 0.2))
            reap()
        if os.fork() == 0:
            serve_session(container, init, job)
    return init


def reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def main(name):
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    scenario = importlib.import_module(name).scenario(random.Random(name))
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    epoch = time.monotonic() + 3
    shims = []
    for container in scenario['containers']:
        child = os.fork()
        if child == 0:
            jobs = [job for job in scenario['jobs'] if job['container'] == container['key']]
            init = shim(container, jobs, epoch)
            while (left := epoch + scenario['seconds'] - time.monotonic()) > 0:
                time.sleep(min(left, 0.2))
                reap()
            os.kill(init, signal.SIGKILL)
            time.sleep(0.5)
            reap()
            os._exit(0)
        shims.append(child)
    for child in shims:
        os.waitpid(child, 0)


if __name__ == '__main__':
    assert shutil.which('ip'), 'the loopback is configured with ip'
    main(sys.argv[1])
