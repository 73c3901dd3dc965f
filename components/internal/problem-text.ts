import { problemSentences, type FilterProblem } from '../../src/model/filter/problem.js';
import { filled, knownMessage } from './localise.js';

/** What is wrong with a filter, in the language of the element that renders. What was typed stays as it was typed. */
export function problemText({ code, parameters }: FilterProblem): string {
  const { suggestion } = parameters;
  return filled(problemSentences[code], {
    ...parameters,
    ...(suggestion !== undefined && { suggestion: knownMessage(suggestion) }),
  });
}
