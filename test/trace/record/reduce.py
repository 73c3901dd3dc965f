"""Turns the text of strace into the events of a recording: python3 reduce.py SCENARIO TRACE OUT.ndjson.gz

Processes get numbers of their own in the order in which they were forked, so nothing of the machine's process ids is left, and a number is
never used twice. Times are microseconds since the first event. Kept are the processes of the containers, their runtime, and what they did
besides loading libraries.
"""
import ast
import gzip
import importlib
import json
import os
import random
import re
import sys

LINE = re.compile(r'^(\d+) +(\d+)\.(\d+) (.*)$')
CALL = re.compile(r'^(\w+)\((.*)\)\s+= (-?\d+|\?)(.*)$')
TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"(\.\.\.)?')
CHILD_HERE = re.compile(r"/\* (\d+) in strace's PID NS \*/")
NOISE = re.compile(r'^/(?:proc|sys|dev|lib|lib64|usr/lib|usr/lib64|usr/share|usr/local/lib|run|var/run)/|\.so(?:\.|$)|^/etc/(?:ld\.so|nsswitch|alternatives|'
                   r'localtime|terminfo|ssl|inputrc|bash\.bashrc|host\.conf|resolv\.conf|gai\.conf|default)|^/\.truth|/\.(?:bashrc|profile|curlrc|inputrc)|'
                   r'^/srv/bin$|pyvenv\.cfg|__pycache__|^/usr/(?:bin|sbin)/')
AUDIT_ID = 'KUBERNETES_EXEC_AUDIT_ID='


def literal(text):
    return ast.literal_eval('b"' + text + '"').decode('utf-8', 'replace')


def calls(path):
    """Whole system calls and ends of processes, as (thread, start, end, text); a call that was interrupted is put together again."""
    begun, found = {}, []
    with open(path, encoding='utf-8', errors='replace') as lines:
        for line in lines:
            parts = LINE.match(line.rstrip('\n'))
            if not parts:
                continue
            thread, at, text = int(parts[1]), int(parts[2]) * 1_000_000 + int(parts[3]), parts[4]
            if text.endswith('<unfinished ...>'):
                begun[thread] = (at, text[:-len('<unfinished ...>')].rstrip())
            elif text.startswith('<... '):
                start, head = begun.pop(thread, (at, ''))
                found.append((thread, start, at, head + re.sub(r'^<\.\.\. \w+ resumed>', '', text)))
            else:
                found.append((thread, at, at, text))
    return found


class Reduction:
    def __init__(self, scenario, all_calls):
        self.scenario = scenario
        self.jobs = {job['id']: job for job in scenario['all']}
        self.containers = {container['key']: container for container in scenario['containers']}
        self.process_of, self.cwd, self.container, self.leader = {}, {}, {}, {}
        self.started, self.events, self.count = set(), [], 0
        self.zero = min(start for _, start, _, _ in all_calls)
        # A child's first calls may stand before the end of the fork that made it; forks count from where they begin.
        order = sorted(all_calls, key=lambda call: call[1] if self.is_fork(call[3]) or call[3].startswith('+++') is False and
                       not call[3].startswith('execve') else call[2])
        for call in order:
            self.take(*call)

    @staticmethod
    def is_fork(text):
        return text.startswith(('clone', 'fork', 'vfork'))

    def emit(self, at, kind, process, **more):
        self.events.append({'t': at - self.zero, 'e': kind, 'p': process, **more})

    def known(self, thread):
        if thread not in self.process_of:
            self.count += 1
            self.process_of[thread] = self.count
            self.leader[self.count] = thread
            self.cwd[self.count] = '/'
        return self.process_of[thread]

    def take(self, thread, start, end, text):
        if text.startswith('+++'):
            return self.gone(thread, end, text)
        parts = CALL.match(text)
        if not parts:
            return None
        name, arguments, result, rest = parts.groups()
        failed = result.startswith('-') or result == '?'
        process = self.known(thread)
        if self.is_fork(text):
            return None if failed else self.fork(process, start, arguments, result, rest)
        if name == 'execve':
            return None if failed else self.execute(process, end, arguments)
        if name in ('openat', 'open', 'creat'):
            return self.open(process, end, arguments, failed)
        if failed and name != 'connect':
            return None
        if name == 'chdir':
            self.cwd[process] = self.absolute(process, literal(TEXT.search(arguments)[1]))
        if name == 'setsid' and process in self.started:
            self.emit(end, 'setsid', process)
        if name == 'connect' and process in self.started:
            found = re.search(r'sin_port=htons\((\d+)\), sin_addr=inet_addr\("([\d.]+)"\)', arguments)
            if found:
                refused = failed and 'EINPROGRESS' not in rest
                self.emit(end, 'connect', process, ip=found[2], port=int(found[1]), **({'failed': True} if refused else {}))
        return None

    def fork(self, process, at, arguments, result, rest):
        here = CHILD_HERE.search(rest)
        child = int(here[1]) if here else int(result)
        if 'CLONE_THREAD' in arguments:
            self.process_of[child] = process
            return
        self.count += 1
        self.process_of[child] = self.count
        self.leader[self.count] = child
        self.cwd[self.count] = self.cwd[process]
        if process in self.started:
            self.started.add(self.count)
            self.container[self.count] = self.container[process]
        self.emit(at, 'fork', self.count, by=process)

    def absolute(self, process, path):
        return path if path.startswith('/') else os.path.normpath(os.path.join(self.cwd[process], path))

    def execute(self, process, at, arguments):
        if process not in self.started:
            return
        path = literal(TEXT.match(arguments)[1])
        words, tail = self.split(arguments)
        argv = words[1:]
        carried = [word[len(AUDIT_ID):] for word in tail if word.startswith(AUDIT_ID)]
        path = self.absolute(process, path)
        script = self.containers[self.container[process]]['files'].get(path)
        if script and script.startswith('#!'):
            argv = [script[2:].split('\n', 1)[0], path, *argv[1:]]
        exe = os.path.realpath(path) if not path.startswith(('/srv/', '/tmp/')) else path
        self.emit(at, 'exec', process, path=path, exe=exe, argv=argv, cwd=self.cwd[process], **({'id': carried[0]} if carried else {}))

    @staticmethod
    def split(arguments):
        """The texts of path and arguments, and those of the environment: the second list begins after the first `]` outside of a text."""
        words, rest, outside = [], [], TEXT.sub(lambda found: ' ' * len(found[0]), arguments)
        border = outside.find(']')
        for found in TEXT.finditer(arguments):
            (words if found.start() < border else rest).append(literal(found[1]))
        return words, rest

    def open(self, process, at, arguments, failed):
        text = TEXT.search(arguments)
        if not text:
            return
        path = literal(text[1])
        if not path.startswith('/') and not arguments.startswith(('AT_FDCWD', '"')):
            return  # relative to a directory that is known by a number alone
        path = self.absolute(process, path)
        if path.startswith('/.truth/'):
            return self.truth(process, at, path.split('/')[2:])
        if failed or process not in self.started or NOISE.search(path) or 'O_DIRECTORY' in arguments or path == '/':
            return
        mode = 'rw' if 'O_RDWR' in arguments else 'w' if 'O_WRONLY' in arguments else 'r'
        self.emit(at, 'open', process, path=path, mode=mode)

    def truth(self, process, at, words):
        kind, key = words[0], words[1]
        if kind == 'shim':
            self.emit(at, 'shim', process, container=key)
            return
        self.started.add(process)
        self.container[process] = key if kind == 'init' else self.jobs[key]['container']
        self.cwd[process] = '/srv/app'
        self.emit(at, 'init' if kind == 'init' else 'root', process, **({'container': key} if kind == 'init' else {'job': key}))

    def gone(self, thread, at, text):
        process = self.process_of.pop(thread, None)
        if process is None or self.leader.get(process) != thread:
            return
        code = re.search(r'exited with (\d+)', text)
        found = re.search(r'killed by (\w+)', text)
        self.emit(at, 'exit', process, **({'code': int(code[1])} if code else {'signal': found[1]} if found else {}))

    def result(self):
        """Only what belongs to a container or leads to one; processes renumbered without holes."""
        shims = {event['p'] for event in self.events if event['e'] == 'shim'}
        parents = {event['p']: event['by'] for event in self.events if event['e'] == 'fork'}
        kept = set(self.started)
        for process in self.started:
            above = parents.get(process)
            while above is not None and above not in kept:
                kept.add(above)
                if above in shims:
                    break
                above = parents.get(above)
        kept |= shims
        numbers = {process: number for number, process in enumerate(sorted(kept), 1)}
        for event in sorted(self.events, key=lambda event: event['t']):
            if event['p'] not in kept or (event['e'] == 'fork' and event['by'] not in kept):
                continue
            event['p'] = numbers[event['p']]
            if 'by' in event:
                event['by'] = numbers[event['by']]
            yield event


def main(name, trace, target):
    scenario = importlib.import_module(name).scenario(random.Random(name))
    reduction = Reduction(scenario, calls(trace))
    events = list(reduction.result())
    first = events[0]['t']
    for event in events:
        event['t'] -= first
    heads = [{'e': 'container', **{key: container[key] for key in ('key', 'pod', 'name', 'uid')}} for container in scenario['containers']]
    # Where nothing was started, the time that the scenario asked for, on the clock of the recording.
    marks = {event['job']: event['t'] for event in events if 'job' in event}
    offsets = sorted(at - int(reduction.jobs[job]['at'] * 1e6) for job, at in marks.items())
    zero = offsets[len(offsets) // 2]
    heads += [{'e': 'job', 'id': job['id'], 'container': job['container'], 'kind': job['kind'], 'argv': job['argv'], 'tty': job['tty'],
               'user': job['user'], 'at': zero + int(job['at'] * 1e6)} for job in scenario['all']]
    with open(target, 'wb') as file, gzip.GzipFile('', 'wb', 9, file, mtime=0) as out:
        for line in heads + events:
            out.write((json.dumps(line, separators=(',', ':')) + '\n').encode())
    counts = {}
    for event in events:
        counts[event['e']] = counts.get(event['e'], 0) + 1
    print(target, counts)


if __name__ == '__main__':
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    main(*sys.argv[1:])
