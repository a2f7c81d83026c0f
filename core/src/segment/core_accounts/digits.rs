//! Numbers as bytes: in base 128, the lowest digits first, so that small ones are short.

/// Writes a number.
pub(super) fn put(number: u64, to: &mut Vec<u8>) {
    let mut rest = number;
    while rest >= 1 << 7 {
        to.push(rest as u8 | 1 << 7);
        rest >>= 7;
    }
    to.push(rest as u8);
}

/// Writes a number with a sign.
pub(super) fn put_signed(number: i64, to: &mut Vec<u8>) {
    put((number << 1 ^ number >> 63) as u64, to);
}

/// What was written, read from the beginning; after the end there are zeros.
#[derive(Clone, Debug)]
pub(super) struct Digits<'b>(pub(super) &'b [u8]);

impl Digits<'_> {
    pub(super) fn is_over(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    pub(super) fn number(&mut self) -> u64 {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            number |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 1 << 7 || shift > 63 {
                return number;
            }
        }
    }

    pub(super) fn signed(&mut self) -> i64 {
        let number = self.number();
        (number >> 1) as i64 ^ -((number & 1) as i64)
    }
}
