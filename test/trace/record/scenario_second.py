"""The second recording: other workloads, three people at once, bursts of short execs, and much that outlives its session."""

POOL = '''import os, socketserver, subprocess, threading, time
class Answer(socketserver.StreamRequestHandler):
    def handle(self):
        line = self.rfile.readline()
        open('/tmp/requests', 'ab').write(line)
        self.wfile.write(b'HTTP/1.0 200 OK\\r\\n\\r\\n' + open('/srv/data/answer.json', 'rb').read())
class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
def tick():
    n = 0
    while True:
        n += 1
        subprocess.run(['/bin/sh', '-c', 'cat /tmp/requests 2>/dev/null | wc -l > /tmp/count'])
        if n % 4 == 0: subprocess.Popen(['find', '/srv', '-newer', '/srv/data/answer.json'], stdout=subprocess.DEVNULL).wait()
        time.sleep(0.9)
threading.Thread(target=tick, daemon=True).start()
Server(('0.0.0.0', 9000), Answer).serve_forever()
'''
CRON = '''#!/bin/bash
job() { sha256sum /srv/data/* > /tmp/sums; (cut -c1-8 /tmp/sums | sort > /tmp/short); }
n=0
while :; do
  n=$((n+1))
  job
  [ $((n % 3)) = 0 ] && setsid sh -c 'sleep 0.3; date > /tmp/detached' &
  [ $((n % 4)) = 0 ] && { gzip -c /tmp/sums > /tmp/sums.gz & }
  sleep 0.8
done
'''
PERL = '''use IO::Socket::INET;
my $n = 0;
while (1) {
  $n++;
  my $s = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => 9000, Timeout => 0.2);
  open(my $f, '>', '/tmp/tick'); print $f $n; close($f);
  system('stat', '/tmp/tick') if $n % 2;
  `head -1 /etc/passwd | tr a-z A-Z > /tmp/upper` if $n % 3 == 0;
  if (my $pid = fork) { waitpid($pid, 0) } else { open(my $g, '>>', '/tmp/forked'); close($g); exec('true') if $n % 2; exit 0 }
  select(undef, undef, undef, 0.75);
}
'''
BUILD = '''set -e
round=0
while true; do
  round=$((round+1))
  for part in one two three; do echo "$part $round" > /tmp/$part.c; md5sum /tmp/$part.c > /tmp/$part.o; done
  cat /tmp/one.o /tmp/two.o /tmp/three.o > /tmp/all; ( tar cf /tmp/all.tar /tmp/all 2>/dev/null; gzip -f /tmp/all.tar ) &
  wait
  sleep 1.3
done
'''
NODE = '''const { spawn } = require('node:child_process');
const { readFile, writeFile } = require('node:fs');
let n = 0;
setInterval(() => {
  n += 1;
  writeFile('/tmp/queue', String(n), () => readFile('/tmp/queue', () => {}));
  const child = spawn(n % 3 ? 'sort' : 'sh', n % 3 ? ['/srv/data/answer.json'] : ['-c', 'id > /tmp/who; ls /tmp > /tmp/ls']);
  child.stdout.resume();
}, 950);
'''
DAEMON = '''import os, socket, time
for level in range(2):
    if os.fork(): os._exit(0)
    os.setsid()
time.sleep(0.25)
for n in range(5):
    open('/tmp/.d%d' % n, 'w').write('.')
    try: socket.create_connection(('198.51.100.20', 9001), 0.1)
    except OSError: pass
    if n % 2: os.system('date > /tmp/.when')
    time.sleep(0.9)
'''
COMMON = {'/srv/data/answer.json': '{"ok":true}\n' * 8, '/srv/data/daemon.py': DAEMON, '/srv/data/keys.txt': 'k1\nk2\n',
          '/srv/bin/inspect': '#!/bin/bash\nfor f in /srv/data/*; do wc -c "$f"; done\n(date; id) > /tmp/inspected\n'}


def container(key, pod, name, entrypoint, files=None, uid=0, runtime_leaves=False):
    return {'key': key, 'pod': pod, 'name': name, 'host': pod, 'entrypoint': entrypoint, 'uid': uid,
            'files': {**COMMON, **(files or {})}, 'runtime_leaves': runtime_leaves}


CONTAINERS = [
    container('api', 'api-7', 'api', ['python3', '/srv/app/pool.py'], {'/srv/app/pool.py': POOL, '/tmp/ready': '1'}, runtime_leaves=True),
    container('cron', 'cron-2', 'cron', ['bash', '/srv/app/cron.sh'], {'/srv/app/cron.sh': CRON}),
    container('proxy', 'proxy-1', 'proxy', ['perl', '/srv/app/tick.pl'], {'/srv/app/tick.pl': PERL, '/tmp/ready': '1'}, uid=101),
    container('build', 'build-5', 'build', ['sh', '/srv/app/build.sh'], {'/srv/app/build.sh': BUILD}, uid=1000),
    container('queue', 'queue-0', 'queue', ['node', '/srv/app/queue.js'], {'/srv/app/queue.js': NODE}, runtime_leaves=True),
    container('spare', 'spare-0', 'spare', ['sleep', '100000'], {}),
]
SIMPLE = ['pwd; ls', 'cat /srv/data/keys.txt', 'ls -la /srv/app > /tmp/listing', 'id; hostname', 'wc -c /etc/passwd', 'date +%T', 'cut -d: -f1 /etc/passwd | sort | head -4',
          'grep root /etc/passwd > /tmp/r', 'test -f /etc/hosts && cat /etc/hosts', 'stat -c %s /srv/data/keys.txt', 'sha256sum /srv/data/keys.txt']
NETWORK = ['curl -s http://127.0.0.1:9000/x > /tmp/x', 'for p in 1 2; do curl -s -m 1 http://203.0.113.10:9000/$p | wc -c; done',
           'python3 -c "import socket; socket.create_connection((\'203.0.113.10\', 9000), 1).sendall(b\'hi\\n\')"']
NESTED = ['sh -c "sh -c \\"id; ls /tmp\\""', '(cd /srv; (ls; cat /etc/hosts) | gzip > /tmp/n.gz)', 'exec bash', 'inspect', 'env -i /bin/bash -c "ls; date"', 'x=$(cat /srv/data/keys.txt | head -1); echo $x > /tmp/key',
          'find /srv -type f -exec md5sum {} ;', 'ls /srv/data | xargs -n1 basename', 'env -i cat /etc/group > /tmp/g', 'while read l; do echo "$l" | tr a-z A-Z; done < /srv/data/keys.txt',
          'bash -c "exec sh -c \'exec id\'"', 'timeout 2 bash -c "wc -l /etc/passwd; date"']
LATE = ['nohup bash -c "for i in 1 2 3 4; do sleep 0.9; date > /tmp/late$i; done" > /dev/null 2>&1 &',
        '(sleep 2; id > /tmp/late.id; sleep 2; curl -s -m 1 http://127.0.0.1:9000/late > /tmp/late.x) > /dev/null 2>&1 &',
        'setsid bash -c "sleep 1; cat /srv/data/keys.txt > /tmp/k; sleep 2; ls /tmp > /tmp/k2" > /dev/null 2>&1 < /dev/null &']
DETACH = ['python3 /srv/data/daemon.py > /dev/null 2>&1 < /dev/null']


def scenario(random):
    jobs = []

    def session(ident, key, at, argv, script=(), tty=False, kind='audited', user=None):
        jobs.append({'id': ident, 'container': key, 'at': at, 'argv': argv, 'script': list(script), 'tty': tty, 'kind': kind, 'user': user})

    def shell(ident, key, at, program, seconds, lines, tty=True, user=None, kind='audited', last=()):
        lines = random.sample(lines[0], lines[1]) if isinstance(lines, tuple) else lines
        script, used = [], 0.0
        step = max(0.1, (seconds - 0.4 - 0.15 * len(last)) / (len(lines) + 1))
        for line in lines:
            delay = round(random.uniform(0.4, 1.25) * step, 3)
            used += delay
            script.append((delay, line))
        for line in last:
            script.append((0.1, line))
            used += 0.1
        script.append((round(max(0.12, seconds - used), 3), 'exit'))
        session(ident, key, at, [program] if isinstance(program, str) else program, script, tty, kind, user)

    everything = SIMPLE + NESTED
    # Three people, one command, three ends.
    shell('A01', 'spare', 3.0, 'bash', 8, (everything, 9), user='ana')
    shell('A02', 'spare', 3.011, 'bash', 14, (everything, 12), user='ben')
    shell('A03', 'spare', 3.028, 'bash', 22, (everything, 14), user='cleo')
    # Two of three end together.
    shell('A04', 'cron', 5.0, 'sh', 7, (SIMPLE, 6), user='dov')
    shell('A05', 'cron', 5.018, 'sh', 7, (SIMPLE, 7), user='eva')
    shell('A06', 'cron', 5.9, 'sh', 16, (SIMPLE + NETWORK, 9), user='ana')
    shell('A07', 'api', 8.0, 'bash', 12, (SIMPLE + NETWORK + NESTED, 11), user='ben', last=LATE[:2])
    shell('A08', 'api', 8.022, 'bash', 21, (SIMPLE + NETWORK, 11), user='cleo', tty=False)
    shell('A09', 'build', 10.0, 'sh', 10, (SIMPLE, 8), user='dov', last=LATE[2:])
    shell('A10', 'build', 13.0, 'bash', 15, (everything, 13), user='eva', last=LATE[:1])
    shell('A11', 'proxy', 11.0, 'sh', 9, (SIMPLE + NETWORK, 7), user='ana', last=DETACH)
    shell('A12', 'proxy', 26.0, ['bash', '-l'], 14, (everything, 10), user='ben', last=LATE[1:2])
    shell('A13', 'queue', 12.0, 'bash', 18, (everything + NETWORK, 15), user='cleo', last=LATE[:1] + DETACH)
    shell('A14', 'queue', 14.0, ['bash', '-c', 'bash'], 9, (SIMPLE, 6), user='dov', tty=False)
    # The same container, one after another, the terminals come again.
    shell('A15', 'spare', 30.0, 'sh', 2.5, (SIMPLE, 3), user='eva', last=LATE[:1])
    shell('A16', 'spare', 32.8, 'sh', 2.5, (SIMPLE, 3), user='ana')
    shell('A17', 'spare', 35.6, 'sh', 2.5, (SIMPLE, 3), user='ben')
    # A burst of short ones.
    for number, (argv, user, key) in enumerate([
            (['cat', '/srv/data/keys.txt'], 'ana', 'api'), (['ls'], 'ben', 'api'), (['sh', '-c', 'id; date'], 'cleo', 'api'),
            (['cat', '/srv/data/keys.txt'], 'dov', 'queue'), (['tar', 'cf', '-', '-C', '/srv', 'data'], 'eva', 'build'), (['inspect'], 'ana', 'spare'),
            (['env', 'LC_ALL=C', 'ls', '/tmp'], 'ben', 'cron'), (['python3', '/srv/data/daemon.py'], 'cleo', 'spare')]):
        session(f'A{18 + number}', key, round(33.0 + number * 0.4, 3), argv, user=user)
    # Identical short ones at almost the same time.
    session('A26', 'cron', 40.0, ['cat', '/etc/hostname'], user='dov')
    session('A27', 'cron', 40.014, ['cat', '/etc/hostname'], user='eva')
    shell('A28', 'api', 38.0, 'sh', 16, (SIMPLE + NETWORK, 10), user='dov')
    shell('A29', 'build', 36.0, 'bash', 14, (everything, 11), user='cleo', tty=False, last=LATE[2:])
    shell('A30', 'cron', 43.0, 'bash', 12, (everything + NETWORK, 12), user='eva')
    shell('A31', 'queue', 44.0, 'sh', 9, ['export KUBERNETES_EXEC_AUDIT_ID=A30'] + random.sample(SIMPLE, 6), user='ana')
    shell('U01', 'queue', 46.0, 'bash', 7, (SIMPLE, 6), kind='unaudited')
    shell('U02', 'build', 40.5, 'sh', 6, (SIMPLE, 5), kind='unaudited', tty=False)
    shell('U03', 'spare', 39.4, 'bash', 7, (SIMPLE, 6), kind='unaudited')
    session('F01', 'spare', 38.2, ['bash'], kind='never-started', user='dov', tty=True)
    session('F02', 'queue', 41.0, ['zsh'], kind='bad-command', user='ben')
    session('F03', 'proxy', 20.0, ['bash'], kind='denied', user='eva', tty=True)
    for key, every in (('api', 3.0), ('proxy', 4.5)):
        number, at = 0, 1.2 + random.random()
        while at < 55:
            number += 1
            session(f'P-{key}-{number}', key, round(at, 3), ['sh', '-c', 'cat /tmp/healthy /tmp/ready'], kind='probe')
            at += every
    scripted = [job for job in jobs if job['kind'] not in ('never-started', 'denied')]
    return {'containers': CONTAINERS, 'jobs': scripted, 'all': jobs, 'seconds': 60}
