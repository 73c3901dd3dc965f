import { msg } from './localise.js';
import { TimeProblem } from './parse-time.js';

/** Why what somebody wrote is no time, and what to write. */
export function timeProblemText(problem: TimeProblem): string {
  switch (problem) {
    case TimeProblem.empty:
      return msg('Write a time, such as 2026-11-23 19:20.');
    case TimeProblem.unreadable:
      return msg('This cannot be read as a time. Write 2026-11-23 19:20:05, 19:20, or -15m for 15 minutes ago.');
    case TimeProblem.impossible:
      return msg('There is no such day or hour in the calendar. Check the numbers.');
  }
}
