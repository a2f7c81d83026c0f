export * from './operations.js';
export * from './errors.js';
