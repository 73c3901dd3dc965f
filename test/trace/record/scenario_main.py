"""The main recording: seven containers, audited sessions that overlap, probes, execs that bypass the API server, and what goes wrong."""

SERVER = '''import http.server, os, threading
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with open('/srv/data/page.html') as page: body = page.read().encode()
        with open('/tmp/access.log', 'a') as log: log.write(self.path + '\\n')
        self.send_response(200); self.send_header('content-length', str(len(body))); self.end_headers(); self.wfile.write(body)
    def log_message(self, *words): pass
http.server.ThreadingHTTPServer(('0.0.0.0', 8080), Page).serve_forever()
'''
WORKER = '''import os, subprocess, time, socket
n = 0
while True:
    n += 1
    with open('/tmp/batch-%d.csv' % (n % 5), 'w') as out: out.write('a,b\\n' * 200)
    subprocess.run(['gzip', '-kf', '/tmp/batch-%d.csv' % (n % 5)])
    if n % 3 == 0: subprocess.run('sort /tmp/batch-1.csv | uniq -c > /tmp/counts', shell=True)
    if n % 4 == 0:
        pid = os.fork()
        if pid == 0:
            open('/tmp/state', 'w').write('ok'); os._exit(0)
        os.waitpid(pid, 0)
    if n % 5 == 0: subprocess.run(['cat', '/tmp/counts'], stdout=subprocess.DEVNULL)
    try: socket.create_connection(('127.0.0.1', 5432), 0.1)
    except OSError: pass
    time.sleep(0.45)
'''
APP = '''const { execFile, exec } = require('node:child_process');
const { appendFileSync, writeFileSync } = require('node:fs');
require('node:http').createServer((_, answer) => { appendFileSync('/tmp/app.log', 'hit\\n'); answer.end('ok'); }).listen(8080);
let n = 0;
setInterval(() => {
  n += 1;
  writeFileSync('/tmp/heartbeat', String(n));
  if (n % 2) execFile('date', ['+%s'], () => {});
  else exec('ls /srv/data | wc -l', () => {});
  if (n % 5 === 0) exec('cat /etc/passwd > /tmp/users; id -u', () => {});
}, 700);
'''
RUN_SH = '''#!/bin/sh
echo ok > /tmp/healthy
python3 /srv/app/server.py &
n=0
while true; do
  n=$((n+1))
  curl -s http://203.0.113.10:8080/item/$n > /tmp/item
  if [ $((n % 4)) = 0 ]; then cat /tmp/item | gzip > /tmp/item.gz; fi
  if [ $((n % 6)) = 0 ]; then sh -c 'ls /tmp > /tmp/list; cat /tmp/list > /dev/null'; fi
  sleep 0.7
done
'''
BATCH_SH = '''#!/bin/bash
echo ok > /tmp/healthy
n=0
while true; do
  n=$((n+1))
  (date > /tmp/stamp; cat /tmp/stamp >> /tmp/log)
  awk '{ s += NR } END { print s }' /tmp/log > /tmp/sum
  if ((n % 3 == 0)); then tar czf /tmp/out.tgz /srv/data & wait; fi
  if ((n % 5 == 0)); then bash -c 'sort /tmp/log | head -3 > /tmp/top; rm -f /tmp/top'; fi
  sleep 0.6
done
'''
LOG_SH = '''while true; do tail -n 3 /etc/passwd > /tmp/tail; grep -c root /tmp/tail > /tmp/n; sleep 1.1; done
'''
BEACON = '''import os, time, socket
if os.fork(): os._exit(0)
os.setsid()
if os.fork(): os._exit(0)
time.sleep(0.4)
for n in range(6):
    with open('/tmp/.cache-%d' % n, 'w') as f: f.write('x')
    try: socket.create_connection(('198.51.100.20', 4444), 0.1)
    except OSError: pass
    if n == 2: os.spawnvp(os.P_WAIT, 'id', ['id'])
    if n == 4: os.spawnvp(os.P_WAIT, 'uname', ['uname', '-a'])
    time.sleep(0.8)
'''
FETCH = '''import socket, sys, os
for port in (8080, 9, 8080):
    try:
        s = socket.create_connection(('203.0.113.10', port), 0.3); s.sendall(b'GET / HTTP/1.0\\r\\n\\r\\n'); s.recv(500)
    except OSError: pass
open('/tmp/fetched', 'w').write('done')
if os.fork() == 0:
    open('/tmp/fetched.child', 'w').write('child'); os._exit(0)
os.wait()
'''
COMMON = {
    '/srv/data/page.html': '<p>hello</p>\n' * 20,
    '/srv/data/list.csv': 'id,name\n1,a\n2,b\n',
    '/srv/data/beacon.py': BEACON,
    '/srv/data/fetch.py': FETCH,
    '/srv/bin/report': '#!/bin/sh\ncat /srv/data/list.csv | wc -l\nid -un\n',
}


def container(key, pod, name, entrypoint, files=None, uid=0, runtime_leaves=False):
    return {'key': key, 'pod': pod, 'name': name, 'host': pod, 'entrypoint': entrypoint, 'uid': uid,
            'files': {**COMMON, **(files or {})}, 'runtime_leaves': runtime_leaves}


CONTAINERS = [
    container('web0', 'web-0', 'web', ['python3', '/srv/app/server.py'], {'/srv/app/server.py': SERVER, '/tmp/healthy': 'ok'}),
    container('log0', 'web-0', 'log', ['sh', '/srv/app/log.sh'], {'/srv/app/log.sh': LOG_SH}),
    container('web1', 'web-1', 'web', ['sh', '/srv/app/run.sh'], {'/srv/app/run.sh': RUN_SH, '/srv/app/server.py': SERVER}),
    container('batch', 'batch-0', 'batch', ['/srv/app/batch.sh'], {'/srv/app/batch.sh': BATCH_SH}, uid=1000, runtime_leaves=True),
    container('db', 'db-0', 'db', ['python3', '/srv/app/worker.py'], {'/srv/app/worker.py': WORKER, '/tmp/healthy': 'ok'}, uid=33),
    container('idle', 'idle-0', 'main', ['sleep', 'infinity'], {}, runtime_leaves=True),
    container('node', 'node-0', 'app', ['node', '/srv/app/app.js'], {'/srv/app/app.js': APP}),
]

LOOK = ['ls -l /srv/data', 'cat /etc/passwd > /tmp/p', 'id', 'uname -a', 'cat /srv/data/list.csv | sort | uniq -c', 'wc -l /etc/passwd',
        'find /srv -name "*.csv"', 'head -2 /etc/passwd', 'env | sort > /tmp/env', 'date; whoami', 'du -s /srv/data', 'df / > /tmp/df',
        'stat /etc/hosts', 'md5sum /srv/data/list.csv']
FETCHING = ['curl -s http://203.0.113.10:8080/a > /tmp/a', 'python3 /srv/data/fetch.py', 'curl -s -o /tmp/b http://127.0.0.1:8080/b',
            'for i in 1 2 3; do curl -s http://203.0.113.10:8080/$i | gzip > /tmp/$i.gz; done']
PACKING = ['tar czf /tmp/take.tgz /srv/data', 'base64 /tmp/take.tgz > /tmp/take.txt', 'gzip -c /etc/passwd > /tmp/p.gz', 'rm -f /tmp/take.tgz',
           'cp /srv/data/list.csv /tmp/l.csv; sed -i s/a/b/ /tmp/l.csv']
NESTING = ['sh -c "ls /tmp; cat /etc/hosts"', '(cd /tmp && ls && cat /etc/hosts > hosts.copy)', 'exec bash', 'echo $(date) $(id -u) > /tmp/x',
           'bash -c "(ls; id) | tee /tmp/y | wc -l"', 'env -i /usr/bin/python3 -c "open(\'/tmp/z\',\'w\')"', 'env -i sh -c "ls /srv; id"',
           '( echo one > /tmp/one; echo two > /tmp/two )', 'timeout 5 sh -c "date; id"', 'report']
LINGERING = ['nohup sh -c "sleep 2; cat /etc/passwd > /tmp/n1; sleep 1; curl -s http://203.0.113.10:8080/late > /tmp/n2" > /dev/null 2>&1 &',
             'setsid sh -c "sleep 1; ls /tmp > /tmp/s1; sleep 3; id > /tmp/s2" > /dev/null 2>&1 < /dev/null &',
             'python3 /srv/data/beacon.py > /dev/null 2>&1 < /dev/null',
             '(sleep 3; date > /tmp/later; cat /etc/hostname > /tmp/later2) > /dev/null 2>&1 &']


def spaced(random, lines, low, high):
    return [(round(random.uniform(low, high), 3), line) for line in lines]


def scenario(random):
    jobs = []

    def session(ident, key, at, argv, script=(), tty=False, kind='audited', user=None, **more):
        jobs.append({'id': ident, 'container': key, 'at': at, 'argv': argv, 'script': list(script), 'tty': tty, 'kind': kind,
                     'user': user, **more})

    def pick(lines, count):
        return random.sample(lines, min(count, len(lines)))

    def shell(ident, key, at, program, seconds, lines, tty=True, user=None, kind='audited'):
        """A shell that is used for about so long; its last line is `exit` at that time."""
        script, used = [], 0.0
        step = max(0.12, (seconds - 0.3) / (len(lines) + 1))
        for line in lines:
            delay = round(random.uniform(0.5, 1.2) * step, 3)
            used += delay
            script.append((delay, line))
        script.append((round(max(0.1, seconds - used), 3), 'exit'))
        session(ident, key, at, [program] if isinstance(program, str) else program, script, tty, kind, user)

    # Same command at almost the same time, other ends.
    shell('S01', 'web0', 4.0, 'bash', 9, pick(LOOK, 6) + pick(FETCHING, 2), user='ana')
    shell('S02', 'web0', 4.015, 'bash', 19, pick(PACKING, 4) + pick(LOOK, 6) + pick(FETCHING, 1), user='ben')
    # Same command, same time, same end: nothing tells them apart.
    shell('S03', 'idle', 6.0, 'sh', 6, pick(LOOK, 7), tty=False, user='ben')
    shell('S04', 'idle', 6.02, 'sh', 6, pick(LOOK, 7), tty=False, user='cleo')
    # One with a terminal and one without.
    shell('S05', 'batch', 8.0, 'bash', 10, pick(LOOK, 5) + pick(NESTING, 3), tty=True, user='cleo')
    shell('S06', 'batch', 8.025, 'bash', 12, pick(LOOK, 5) + pick(PACKING, 3), tty=False, user='dov')
    shell('S07', 'db', 11.0, 'sh', 5, pick(LOOK, 5), user='dov')
    shell('S08', 'db', 11.012, 'sh', 14, pick(LOOK, 8) + pick(PACKING, 2), user='eva')
    shell('S09', 'web1', 13.0, 'bash', 7, pick(LOOK, 6) + pick(FETCHING, 1), user='eva')
    shell('S10', 'web1', 13.03, 'bash', 7, pick(LOOK, 6) + pick(PACKING, 2), user='ana')
    # Arguments tell them apart.
    session('S11', 'node', 15.0, ['sh', '-c', 'ls /srv/data; id; sleep 1; cat /etc/hosts > /tmp/h'], user='ana')
    session('S12', 'node', 15.015, ['sh', '-c', 'cat /etc/passwd | wc -l; sleep 1; date > /tmp/d'], user='ben')
    # No shell at all, and very short.
    session('S13', 'web0', 17.0, ['cat', '/etc/hostname'], user='cleo')
    session('S14', 'node', 18.5, ['ls', '-l', '/srv/data'], user='dov')
    session('S15', 'idle', 20.0, ['tar', 'cf', '-', '/srv/data'], user='eva')
    session('S16', 'db', 27.0, ['env', 'MODE=check', 'sh', '-c', 'id; ls /tmp'], user='ana')
    session('S17', 'web1', 26.0, ['report'], user='ben')
    session('S18', 'node', 30.0, ['python3', '/srv/data/fetch.py'], user='cleo')
    # Long ones with everything in them.
    shell('S19', 'node', 22.0, 'bash', 34, pick(LOOK, 8) + pick(NESTING, 7) + pick(LINGERING, 2) + pick(FETCHING, 2), user='dov')
    shell('S20', 'idle', 24.0, 'bash', 30, pick(NESTING, 8) + pick(PACKING, 3) + LINGERING[:2] + pick(LOOK, 5), user='eva')
    shell('S21', 'web0', 28.0, 'sh', 22, pick(LOOK, 8) + pick(FETCHING, 3) + LINGERING[2:3] + pick(NESTING[:2], 2), user='ana')
    shell('S22', 'batch', 26.0, 'bash', 24, pick(LOOK, 9) + pick(NESTING, 6) + LINGERING[3:] + LINGERING[:1], user='ben')
    shell('S23', 'log0', 21.0, 'sh', 12, pick(LOOK, 8) + pick(PACKING, 2), user='cleo')
    shell('S24', 'web1', 32.0, 'sh', 20, pick(LOOK, 9) + LINGERING[1:2] + pick(FETCHING, 2), tty=False, user='dov')
    shell('S25', 'db', 34.0, 'bash', 18, ['export KUBERNETES_EXEC_AUDIT_ID=S20', *pick(LOOK, 3)] + pick(PACKING, 3) + pick(LOOK, 5), user='cleo')
    # One terminal after another: the same number comes again at once.
    shell('S26', 'web0', 55.0, 'bash', 4, pick(LOOK, 5), user='ben')
    shell('S27', 'web0', 59.6, 'bash', 4, pick(LOOK, 5), user='dov')
    shell('S28', 'log0', 50.0, 'sh', 3, pick(LOOK, 4), user='eva')
    shell('S29', 'log0', 50.02, 'sh', 8, pick(LOOK, 6), user='ana')
    shell('S30', 'db', 56.0, 'sh', 0.7, ['id'], tty=False, user='ben')
    # Without an audit record.
    shell('U01', 'web0', 28.02, 'sh', 9, pick(LOOK, 6) + pick(PACKING, 2), kind='unaudited')
    shell('U02', 'idle', 45.0, 'bash', 6, pick(LOOK, 5), kind='unaudited')
    shell('U03', 'node', 40.0, 'sh', 5, pick(LOOK, 4), kind='unaudited')
    # Accepted and never started, with an unaudited shell of that name soon after.
    session('F01', 'node', 38.6, ['sh'], kind='never-started', user='eva')
    session('F02', 'batch', 14.0, ['zsh'], kind='bad-command', user='ana', tty=True)
    session('F03', 'web1', 24.0, ['bash'], kind='denied', user='cleo', tty=True)
    for key, every in (('web0', 4.0), ('web1', 5.0), ('db', 6.0), ('batch', 7.0)):
        number, at = 0, 1.5 + random.random()
        while at < 66:
            number += 1
            session(f'P-{key}-{number}', key, round(at, 3), ['sh', '-c', 'cat /tmp/healthy'], kind='probe')
            at += every
    scripted = [job for job in jobs if job['kind'] not in ('never-started', 'denied')]
    return {'containers': CONTAINERS, 'jobs': scripted, 'all': jobs, 'seconds': 70}
