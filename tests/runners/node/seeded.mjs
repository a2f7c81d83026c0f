// fast-check, drawing the same cases every time that a seed is named.
import fc from 'fast-check';

const seed = process.env.FIELDBEAT_SEED;
if (seed) fc.configureGlobal({ seed: Number(seed) });

export default fc;
