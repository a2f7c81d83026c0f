//! What stays provable after a track is erased.

use sha2::{Digest, Sha256};

use crate::geofence::{Accuracy, Fix, Track};

/// SHA-256 of the canonical fixes of `track`, in hex.
///
/// The order of the input and repeated fixes do not matter. The bytes hashed are the 17 ASCII
/// bytes `fieldbeat track 1` and then each fix, little-endian: `t` and `received` as i64
/// milliseconds (absent: the smallest i64), `lat`, `lon`, `accuracy_m` (missing: 0, invalid: -1)
/// and `speed_mps` (absent: -1) as f64 bits, `seq` as i64 (absent: the smallest), and one byte
/// each for `mock` (0 false, 1 true, 2 absent), `source` and `mark` (their place in the
/// documentation from 0; absent: 255).
///
/// # Example
/// ```
/// use fieldbeat::{Fix, Track, digest};
///
/// let a = Fix::new("2026-11-20T09:00:00Z".parse()?, 55.7558, 37.6173, 12.0)?;
/// let b = Fix::new("2026-11-20T09:00:10Z".parse()?, 55.7559, 37.6173, 12.0)?;
/// let track = Track::new(vec![a.clone(), b.clone()]);
/// assert_eq!(digest(&track), digest(&Track::new(vec![b, a.clone(), a])));
/// assert_eq!(digest(&track).len(), 64);
/// # Ok::<(), fieldbeat::Problem>(())
/// ```
#[must_use]
pub fn digest(track: &Track) -> String {
    let mut digest = TrackDigest::new();
    track.fixes().iter().for_each(|fix| digest.add(fix));
    digest.hex()
}

/// The digest of a track, fix by fix.
pub(super) struct TrackDigest(Sha256);

impl TrackDigest {
    pub(super) fn new() -> Self {
        Self(Sha256::new_with_prefix(b"fieldbeat track 1"))
    }

    pub(super) fn add(&mut self, fix: &Fix) {
        self.0.update(canonical(fix));
    }

    pub(super) fn hex(self) -> String {
        hex(&self.0.finalize())
    }
}

/// Bytes of one fix.
const FIX_BYTES: usize = 7 * 8 + 3;

fn canonical(fix: &Fix) -> Vec<u8> {
    let accuracy = match fix.accuracy_m {
        Accuracy::Radius(m) => m,
        Accuracy::Missing => 0.0,
        Accuracy::Invalid => -1.0,
    };
    let mut bytes = Vec::with_capacity(FIX_BYTES);
    bytes.extend(fix.t.millis().to_le_bytes());
    bytes.extend(fix.received.map_or(i64::MIN, |t| t.millis()).to_le_bytes());
    let numbers = [fix.lat.get(), fix.lon.get(), accuracy, fix.speed_mps.get().unwrap_or(-1.0)];
    for number in numbers {
        bytes.extend(number.to_bits().to_le_bytes());
    }
    bytes.extend(fix.seq.unwrap_or(i64::MIN).to_le_bytes());
    bytes.push(fix.mock.map_or(2, u8::from));
    bytes.push(fix.source.map_or(255, |source| source as u8));
    bytes.push(fix.mark.map_or(255, |mark| mark as u8));
    bytes
}

/// A place as every device writes it: whole units of 1e-7 degrees.
pub(super) fn place(fix: &Fix) -> (i64, i64) {
    const UNITS: f64 = 1e7;
    ((fix.lat.get() * UNITS).round() as i64, (fix.lon.get() * UNITS).round() as i64)
}

/// Fewer places than these may well repeat: a rep who stayed at home. And their digest could be
/// guessed.
pub(super) const TELLING_PLACES: u32 = 10;

/// SHA-256 of the places in their order, repeated ones once, in hex: without times. Absent where
/// there are too few to tell one day from another.
pub(super) fn path_digest(fixes: &[Fix]) -> Option<String> {
    let mut hash = Sha256::new();
    hash.update(b"fieldbeat path 1");
    let mut last = None;
    let mut places = 0_u32;
    for fix in fixes {
        let here = place(fix);
        if last != Some(here) {
            hash.update(here.0.to_le_bytes());
            hash.update(here.1.to_le_bytes());
            last = Some(here);
            places = places.saturating_add(1);
        }
    }
    (places >= TELLING_PLACES).then(|| hex(&hash.finalize()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
