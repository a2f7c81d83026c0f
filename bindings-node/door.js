// Between the operations and the native module.
'use strict';

const { holdIn } = require('./engine.js');
const { AbortError, answerOf } = require('./errors.js');
const native = require('./fieldbeat.node');

holdIn(native);

exports.call = (name, args) => answerOf(native.call(name, args));

exports.callAsync = async (name, args, { signal } = {}) => {
  const aborted = () => {
    const message = 'The operation was aborted';
    const problems = [{ code: 'cancelled', path: '$', message }];
    return new AbortError({ kind: 'cancelled', message, problems }, { cause: signal.reason });
  };
  if (signal?.aborted) throw aborted();

  const cancellation = new native.Cancellation();
  const outcome = native.callAsync(name, args, cancellation);
  if (signal === undefined || signal === null) return answerOf(await outcome);

  let stop;
  const stopped = new Promise((_, reject) => {
    stop = () => {
      cancellation.cancel();
      // At once: the pool may be busy, and the call not even begun.
      reject(aborted());
    };
  });
  signal.addEventListener('abort', stop, { once: true });
  try {
    return answerOf(await Promise.race([outcome, stopped]));
  } finally {
    signal.removeEventListener('abort', stop);
  }
};
