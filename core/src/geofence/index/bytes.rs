//! An index as bytes: its fences and its policy; the grid is built again.
//!
//! So bytes stay readable when the grid changes, are small, and whatever they hold is checked as
//! any fence is. Little-endian, fixed width: `FBIX`, version, policy, fences; at the end 128 bits of
//! SipHash-2-4 over all before.

use super::fences::{Circle, Fences, Form};
use super::{FenceIndex, IndexPolicy, MAX_FENCES, MAX_ID_BYTES};
use crate::budget::Budget;
use crate::geo::{Geometry, Position, Vertex};
use crate::geofence::{Boundary, Fence};
use crate::math::StableHash;
use crate::shape::Reader;
use crate::{Error, ErrorKind, Result};

const MAGIC: [u8; 4] = *b"FBIX";
const VERSION: u32 = 1;
const CHECKSUM_BYTES: usize = 16;
/// For a fence without identifier or tolerance.
const ABSENT: u32 = u32::MAX;
/// The kinds of a fence.
const CIRCLE: u32 = 0;
const POLYGON: u32 = 1;
const MULTI_POLYGON: u32 = 2;

impl FenceIndex {
    /// The index as bytes, the same for the same fences and policy on every platform.
    ///
    /// They hold the fences, 36 bytes a circle and 16 a vertex, besides identifiers.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        bytes.extend(MAGIC);
        word(&mut bytes, VERSION);
        word(&mut bytes, self.policy.version);
        word(&mut bytes, u32::from(self.policy.boundary == Boundary::HalfOpen));
        word(&mut bytes, self.fences.len());
        for fence in 0..self.fences.len() {
            write_fence(&mut bytes, &self.fences, fence);
        }
        let sum = checksum(&bytes);
        bytes.extend(sum);
        bytes
    }

    /// The index that [`FenceIndex::to_bytes`] wrote. As fast as [`FenceIndex::new`].
    ///
    /// # Errors
    /// At `$.bytes`: `not_an_index`; `version_unsupported`, when another version of the library
    /// wrote them; `checksum_differs`, when they were damaged; `corrupt_index`, when they were
    /// forged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let refused = |code, message| Error::one(ErrorKind::Input, code, "$.bytes", message);
        let not_ours = || refused("not_an_index", "these bytes are no fence index");
        let rest = bytes.strip_prefix(&MAGIC).ok_or_else(not_ours)?;
        let (version, _) = rest.split_first_chunk().ok_or_else(not_ours)?;
        let version = u32::from_le_bytes(*version);
        if version != VERSION {
            let message = format!("version {version}; this library reads version {VERSION}");
            return Err(Error::one(ErrorKind::Input, "version_unsupported", "$.bytes", message));
        }
        let damaged = || refused("checksum_differs", "the bytes are damaged or cut off");
        let (content, sum) = bytes.split_last_chunk::<CHECKSUM_BYTES>().ok_or_else(damaged)?;
        if checksum(content) != *sum {
            return Err(damaged());
        }
        let corrupt = || refused("corrupt_index", "the bytes hold no valid fences");
        let (policy, fences) =
            content.get(8..).and_then(|body| read(&mut Source(body))).ok_or_else(corrupt)?;
        Self::built(fences, policy, &mut Budget::unlimited())
    }
}

fn checksum(bytes: &[u8]) -> [u8; CHECKSUM_BYTES] {
    StableHash::new().bytes(bytes).value().to_le_bytes()
}

fn word(bytes: &mut Vec<u8>, word: u32) {
    bytes.extend(word.to_le_bytes());
}

fn number(bytes: &mut Vec<u8>, x: f64) {
    bytes.extend(x.to_bits().to_le_bytes());
}

fn write_fence(bytes: &mut Vec<u8>, fences: &Fences, fence: u32) {
    let id = fences.id(fence);
    word(bytes, id.map_or(ABSENT, |id| id.len() as u32));
    bytes.extend(id.unwrap_or_default().as_bytes());
    let tolerance_m = fences.tolerance_m(fence);
    word(bytes, tolerance_m.map_or(ABSENT, |_| 0));
    if let Some(tolerance_m) = tolerance_m {
        number(bytes, tolerance_m.get());
    }
    match fences.form(fence) {
        None => {}
        Some(Form::Circle(Circle { lat, lon, radius_m })) => {
            word(bytes, CIRCLE);
            for x in [lat, lon, radius_m] {
                number(bytes, *x);
            }
        }
        Some(Form::Polygon(outline)) => {
            let geometry = outline.geometry();
            word(bytes, if geometry.is_multi() { MULTI_POLYGON } else { POLYGON });
            word(bytes, geometry.polygons().len() as u32);
            for rings in geometry.polygons() {
                word(bytes, rings.len() as u32);
                for ring in rings {
                    word(bytes, ring.vertices().len() as u32 + 1);
                    for vertex in ring.closed() {
                        number(bytes, vertex.lon);
                        number(bytes, vertex.lat);
                    }
                }
            }
        }
    }
}

/// What is left to read.
struct Source<'b>(&'b [u8]);

impl Source<'_> {
    fn take(&mut self, count: usize) -> Option<&[u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn word(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(*self.take(4)?.first_chunk()?))
    }

    fn number(&mut self) -> Option<f64> {
        Some(f64::from_bits(u64::from_le_bytes(*self.take(8)?.first_chunk()?)))
    }

    /// Items that take at least `least` bytes each: of a false count no memory is set aside.
    fn list<T>(&mut self, least: usize, item: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.word()? as usize;
        if count > self.0.len() / least {
            return None;
        }
        (0..count).map(|_| item(self)).collect()
    }
}

fn read(source: &mut Source<'_>) -> Option<(IndexPolicy, Fences)> {
    let version = source.word()?;
    let boundary = match source.word()? {
        0 => Boundary::Closed,
        1 => Boundary::HalfOpen,
        _ => return None,
    };
    let mut fences = Fences::default();
    let mut at = Reader::new();
    let count = source.word()?;
    if count > MAX_FENCES {
        return None;
    }
    for _ in 0..count {
        fences.push(&read_fence(source)?, &mut at);
    }
    let whole = source.0.is_empty() && at.problem_count() == 0 && version == 1;
    whole.then_some((IndexPolicy { version, boundary }, fences))
}

fn read_fence(source: &mut Source<'_>) -> Option<Fence> {
    let id = match source.word()? {
        ABSENT => None,
        length if length as usize > MAX_ID_BYTES => return None,
        length => Some(std::str::from_utf8(source.take(length as usize)?).ok()?.to_owned()),
    };
    let tolerance_m = match source.word()? {
        ABSENT => None,
        0 => Some(source.number()?.try_into().ok()?),
        _ => return None,
    };
    let mut fence = Fence { id, center: None, radius_m: None, geometry: None, tolerance_m };
    match source.word()? {
        CIRCLE => {
            let (lat, lon) = (source.number()?, source.number()?);
            fence.center = Some(Position::new(lat, lon).ok()?);
            fence.radius_m = Some(source.number()?.try_into().ok()?);
        }
        kind @ (POLYGON | MULTI_POLYGON) => {
            let vertex = |source: &mut Source<'_>| {
                Some(Vertex { lon: source.number()?, lat: source.number()? })
            };
            let polygons =
                source.list(4, |source| source.list(4, |source| source.list(16, vertex)))?;
            fence.geometry = Some(Geometry::restored(kind == MULTI_POLYGON, polygons)?);
        }
        _ => return None,
    }
    Some(fence)
}
