import { questionsOf, type Question } from './questions.js';

/** Every activity of the day. */
export const everythingAsked: Question = questionsOf(0)[0]!;
