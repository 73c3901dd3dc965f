import type { Middleware } from '@web/test-runner';

export declare const strictPolicy: string;
export declare const underStrictPolicy: Middleware;
