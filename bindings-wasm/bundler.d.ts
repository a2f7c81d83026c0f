export * from './operations.js';
export * from './errors.js';

/** Does nothing: the bundler has loaded the module. Code that awaits it runs with both builds. */
export function init(): Promise<void>;
