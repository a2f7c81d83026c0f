// Between the operations and the native module.
'use strict';

const { holdIn } = require('./engine.js');
const { flat } = require('./flat.js');
const { AbortError, answerOf } = require('./errors.js');
const native = require('./fieldbeat.node');

holdIn(native);

/** What the native module calls: it goes on unless `progress` says `false`. */
const listener = (progress) => (progress ? (done) => progress(done) !== false : undefined);

exports.call = (name, args, { progress } = {}) => answerOf(native.call(name, flat(args), listener(progress)));

function aborted(signal) {
  const message = 'The operation was aborted';
  const problems = [{ code: 'cancelled', path: '$', message }];
  return new AbortError({ kind: 'cancelled', message, problems }, { cause: signal.reason });
}

/** A call on the thread pool: its outcome, and what stops it. */
function begin(name, args, progress, isAwaited) {
  const cancellation = new native.Cancellation();
  let thrown;
  const listen = (done) => {
    try {
      progress(done);
    } catch (error) {
      thrown ??= { error };
      cancellation.cancel();
    }
  };
  const outcome = native.callAsync(name, flat(args), cancellation, progress ? listen : undefined, isAwaited);
  const answer = outcome.then((outcome) => {
    if (thrown) throw thrown.error;
    return answerOf(outcome);
  });
  return { answer, stop: () => cancellation.cancel() };
}

exports.callAsync = async (name, args, { signal, progress } = {}) => {
  if (signal?.aborted) throw aborted(signal);
  // What an engine has taken in by then is taken, and who gave it must be told what came of it.
  const isMethod = args.this !== undefined;
  const { answer, stop } = begin(name, args, progress, isMethod);
  if (signal === undefined || signal === null) return answer;

  let onAbort;
  const stopped = new Promise((_, reject) => {
    onAbort = () => {
      stop();
      // At once: the pool may be busy, and the call not even begun.
      if (!isMethod) reject(aborted(signal));
    };
  });
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([answer, stopped]);
  } catch (error) {
    throw error instanceof AbortError && signal.aborted ? aborted(signal) : error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
};

// A search that is stopped has an answer: the best so far.
exports.searchAsync = async (name, args, { signal, progress } = {}) => {
  if (signal?.aborted) throw aborted(signal);
  const { answer, stop } = begin(name, args, progress, true);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await answer;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
};
