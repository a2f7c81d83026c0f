//! RFM, ABC, XYZ, BCG and life cycles against their sentences, and against CDNOW.

mod abc;
mod cdnow;
mod hostile;
mod others;
mod rfm;
mod rows;
