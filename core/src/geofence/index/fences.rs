//! The fences of an index as they were given, in columns: a circle takes 28 bytes.

use std::sync::Arc;

use super::super::compile::{Area, CompiledFence, Rules};
use super::super::policy::{Radius, check_fence};
use super::super::{Boundary, Fence, Metric};
use super::MAX_ID_BYTES;
use crate::Result;
use crate::budget::Budget;
use crate::geo::{Outline, Position};
use crate::shape::{Meters, Reader};

/// In [`Fences::forms`]: the rest is an index of polygons, not of circles.
const POLYGON: u32 = 1 << 31;
/// In [`Fences::id_ends`]: the fence has no identifier.
const NAMELESS: u32 = 1 << 31;

/// Fences in their order; an index never changes them.
#[derive(Clone, Default)]
pub(super) struct Fences {
    /// For every fence the index of its circle, or of its polygon with [`POLYGON`].
    forms: Vec<u32>,
    circles: Vec<Circle>,
    polygons: Vec<Arc<Outline>>,
    /// Fences with a tolerance of their own, ascending.
    tolerances: Vec<(u32, Meters)>,
    /// Where each identifier ends in `id_text`; empty when no fence has one.
    id_ends: Vec<u32>,
    id_text: String,
}

/// A circle in degrees and metres.
#[derive(Clone, Copy, Debug)]
pub(super) struct Circle {
    pub lat: f64,
    pub lon: f64,
    pub radius_m: f64,
}

/// What a fence covers.
#[derive(Clone, Copy)]
pub(super) enum Form<'f> {
    Circle(&'f Circle),
    Polygon(&'f Arc<Outline>),
}

impl Fences {
    /// Checks every fence and takes what an index needs of it.
    pub(super) fn gather(
        fences: &[Fence],
        at: &mut Reader,
        budget: &mut Budget<'_>,
    ) -> Result<Self> {
        let mut all = Self::default();
        for (index, fence) in fences.iter().enumerate() {
            budget.spend(1)?;
            at.within(index, |at| {
                check_fence(fence, at);
                all.push(fence, at);
            });
        }
        Ok(all)
    }

    /// Adds a fence that is a circle or a polygon; what is neither was reported.
    pub(super) fn push(&mut self, fence: &Fence, at: &mut Reader) {
        let index = self.forms.len() as u32;
        match (&fence.geometry, &fence.center, fence.radius_m) {
            (Some(geometry), _, _) => {
                self.forms.push(POLYGON | self.polygons.len() as u32);
                self.polygons.push(Arc::new(Outline::new(geometry)));
            }
            (None, Some(center), Some(radius)) => {
                self.forms.push(self.circles.len() as u32);
                let (lat, lon) = (center.lat.get(), center.lon.get());
                self.circles.push(Circle { lat, lon, radius_m: radius.get() });
            }
            _ => return,
        }
        self.tolerances.extend(fence.tolerance_m.map(|tolerance| (index, tolerance)));
        self.push_id(fence.id.as_deref(), at);
    }

    fn push_id(&mut self, id: Option<&str>, at: &mut Reader) {
        let Some(id) = id else {
            if !self.id_ends.is_empty() {
                self.id_ends.push(NAMELESS | self.id_text.len() as u32);
            }
            return;
        };
        if id.len() > MAX_ID_BYTES - self.id_text.len() {
            at.within("id", |at| {
                let message = format!("identifiers of more than {MAX_ID_BYTES} bytes together");
                at.limit::<()>("ids_too_long", message)
            });
            return;
        }
        // All before had none.
        self.id_ends.resize(self.forms.len() - 1, NAMELESS);
        self.id_text.push_str(id);
        self.id_ends.push(self.id_text.len() as u32);
    }

    pub(super) fn len(&self) -> u32 {
        self.forms.len() as u32
    }

    pub(super) fn form(&self, fence: u32) -> Option<Form<'_>> {
        let form = *self.forms.get(fence as usize)?;
        if form & POLYGON == 0 {
            self.circles.get(form as usize).map(Form::Circle)
        } else {
            self.polygons.get((form & !POLYGON) as usize).map(Form::Polygon)
        }
    }

    pub(super) fn id(&self, fence: u32) -> Option<&str> {
        let end = *self.id_ends.get(fence as usize)?;
        if end & NAMELESS != 0 {
            return None;
        }
        let before = fence.checked_sub(1).and_then(|before| self.id_ends.get(before as usize));
        let start = before.map_or(0, |start| start & !NAMELESS);
        self.id_text.get(start as usize..end as usize)
    }

    pub(super) fn tolerance_m(&self, fence: u32) -> Option<Meters> {
        let found = self.tolerances.binary_search_by_key(&fence, |(fence, _)| *fence).ok()?;
        self.tolerances.get(found).map(|(_, tolerance)| *tolerance)
    }

    pub(super) fn fence(&self, fence: u32) -> Option<Fence> {
        let form = self.form(fence)?;
        let (center, radius_m, geometry) = match form {
            Form::Circle(circle) => {
                (Some(circle.center()), Some(Radius::known(circle.radius_m)), None)
            }
            Form::Polygon(outline) => (None, None, Some(outline.geometry().clone())),
        };
        let (id, tolerance_m) = (self.id(fence).map(str::to_owned), self.tolerance_m(fence));
        Some(Fence { id, center, radius_m, geometry, tolerance_m })
    }

    fn area(&self, fence: u32, metric: Metric) -> Option<Area> {
        Some(match self.form(fence)? {
            Form::Circle(circle) => Area::circle(&circle.center(), circle.radius_m, metric),
            Form::Polygon(outline) => Area::polygon(Arc::clone(outline), metric),
        })
    }

    pub(super) fn compiled(&self, fence: u32, rules: &Arc<Rules>) -> Option<CompiledFence> {
        let area = self.area(fence, rules.policy.metric)?;
        Some(CompiledFence::of(area, self.tolerance_m(fence), rules))
    }

    /// What the index shortens: whether a position lies in a fence's own area.
    #[cold]
    #[inline(never)]
    pub(super) fn within(&self, fence: u32, lat: f64, lon: f64, boundary: Boundary) -> bool {
        let area = self.area(fence, Metric::Ellipsoidal);
        area.is_some_and(|area| area.standing(lat, lon, 0.0, boundary).within)
    }

    /// Metres to a fence's own edge, negative inside.
    pub(super) fn distance_m(&self, fence: u32, lat: f64, lon: f64) -> Option<f64> {
        let area = self.area(fence, Metric::Ellipsoidal)?;
        Some(area.standing(lat, lon, 0.0, Boundary::Closed).distance_m + 0.0)
    }

    pub(super) fn memory_bytes(&self) -> u64 {
        let outlines: u64 = self.polygons.iter().map(|outline| outline.memory_bytes()).sum();
        let columns = size_of_val(self.forms.as_slice())
            + size_of_val(self.circles.as_slice())
            + size_of_val(self.polygons.as_slice())
            + size_of_val(self.tolerances.as_slice())
            + size_of_val(self.id_ends.as_slice())
            + self.id_text.len();
        columns as u64 + outlines
    }

    pub(super) fn shrink(&mut self) {
        self.forms.shrink_to_fit();
        self.circles.shrink_to_fit();
        self.polygons.shrink_to_fit();
        self.tolerances.shrink_to_fit();
        self.id_ends.shrink_to_fit();
        self.id_text.shrink_to_fit();
    }
}

impl Circle {
    pub(super) fn center(&self) -> Position {
        Position::known(self.lat, self.lon)
    }
}
