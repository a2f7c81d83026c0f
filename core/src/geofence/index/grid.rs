//! A layer of an index: a grid whose crowded cells are grids themselves.
//!
//! A point is carried into units of the grid's cells, once. From there on everything is exact in
//! binary: which cell it is in, and where within it, however deep the cells lie.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: slots and words are written by `build` alone, and refer to what it wrote"
)]

use super::fences::Fences;
use super::leaf::{self, Point};
use crate::geo::wrap_longitude;
use crate::geofence::Boundary;
use crate::math;

/// A slot of a cell: 0 is empty; else the upper three bits say what the others are.
pub(super) const TAG: u32 = 0b111 << 29;
/// The first word of a leaf, which is never 0.
pub(super) const LEAF: u32 = 0;
/// The slot of a [`Window`] upon the cell, whose slots follow.
pub(super) const GRID: u32 = 0b001 << 29;
/// The cell lies in one fence and touches no other.
pub(super) const WHOLE: u32 = 0b010 << 29;
/// The first word of a leaf that is one circle.
pub(super) const CIRCLE: u32 = 0b011 << 29;
/// The first word of a leaf that is edges of one polygon.
pub(super) const EDGES: u32 = 0b100 << 29;
/// A cell is divided into at most 2^7 by 2^7 parts.
pub(super) const MAX_HALVINGS: u32 = 7;

/// Added to a number of less than 2^32, it leaves the nearest whole one in the lower bits.
const ROUNDING: f64 = 6_755_399_441_055_744.0;

/// The nearest whole number.
#[inline(always)]
fn rounded(x: f64) -> f64 {
    (x + ROUNDING) - ROUNDING
}

/// The same, which is not negative, as bits.
#[inline(always)]
fn whole(x: f64) -> u32 {
    (x + ROUNDING).to_bits() as u32
}

/// Where a layer lies, and how fine its cells are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub south: f64,
    pub west: f64,
    pub rows_per_degree: f64,
    pub columns_per_degree: f64,
    pub rows: u32,
    pub columns: u32,
}

/// Of a cell that is divided into 2^n by 2^n parts, the rows and columns in which there is anything.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    pub halvings: u32,
    pub row: u32,
    pub column: u32,
    pub rows: u32,
    pub columns: u32,
}

impl Window {
    const BITS: u32 = MAX_HALVINGS;
    const MASK: u32 = (1 << Self::BITS) - 1;

    #[inline(always)]
    fn of(word: u32) -> Self {
        let number = |place: u32| (word >> (place * Self::BITS)) & Self::MASK;
        Self {
            halvings: number(4),
            row: number(0),
            column: number(1),
            rows: number(2) + 1,
            columns: number(3) + 1,
        }
    }

    pub(super) fn word(&self) -> u32 {
        let numbers = [self.row, self.column, self.rows - 1, self.columns - 1, self.halvings];
        numbers.iter().rev().fold(0, |word, number| word << Self::BITS | number)
    }

    /// Parts of the whole cell on a side.
    #[inline(always)]
    pub(super) fn side(&self) -> u32 {
        1 << self.halvings
    }

    pub(super) fn cells(&self) -> u32 {
        self.rows * self.columns
    }

    /// The same of half as many parts on a side.
    pub(super) fn coarser(&self) -> Self {
        let span = |first: u32, count: u32| (first / 2, (first + count).div_ceil(2) - first / 2);
        let (row, rows) = span(self.row, self.rows);
        let (column, columns) = span(self.column, self.columns);
        Self { halvings: self.halvings - 1, row, column, rows, columns }
    }
}

#[derive(Clone)]
pub(super) struct Layer {
    pub frame: Frame,
    pub slots: Vec<u32>,
    pub words: Vec<u32>,
}

impl Frame {
    /// Rows north and columns east of the corner; `lon` wrapped.
    #[inline(always)]
    pub(super) fn place(&self, lat: f64, lon: f64) -> (f64, f64) {
        let east = lon - self.west;
        let east = if east < 0.0 { east + 360.0 } else { east };
        ((lat - self.south) * self.rows_per_degree, east * self.columns_per_degree)
    }

    /// The cell of a point, and where in that cell it is. Beyond the grid it is the cell after the
    /// last.
    ///
    /// Of numbers that are never turned into others but by adding, so that the compiler takes
    /// several points at a time. At the border of two cells it may be either.
    #[inline(always)]
    pub(super) fn cell(&self, lat: f64, lon: f64) -> (u32, (f64, f64)) {
        let (u, v) = self.place(lat, lon);
        let (rows, columns) = (f64::from(self.rows), f64::from(self.columns));
        let inside = (u >= 0.0) & (u <= rows) & (v <= columns);
        let row = math::min(rounded(u - 0.5), rows - 1.0);
        let column = math::min(rounded(v - 0.5), columns - 1.0);
        let cell = if inside { row * columns + column } else { rows * columns };
        (whole(cell), (u - row, v - column))
    }

    /// The same for any longitude: a vertex comes to one place, however many turns it is given.
    pub(super) fn place_any(&self, lat: f64, lon: f64) -> (f64, f64) {
        self.place(lat, wrap_longitude(lon))
    }

    /// Degrees of latitude and wrapped longitude.
    pub(super) fn degrees(&self, (u, v): (f64, f64)) -> (f64, f64) {
        let lat = self.south + u / self.rows_per_degree;
        let lon = wrap_longitude(self.west + v / self.columns_per_degree);
        (math::max(-90.0, math::min(90.0, lat)), lon)
    }

    /// Columns once around the Earth.
    pub(super) fn turn(&self) -> f64 {
        360.0 * self.columns_per_degree
    }

    /// The cells of one axis that `from..=to` touches.
    pub(super) fn span(from: f64, to: f64, count: u32) -> std::ops::Range<u32> {
        if to < 0.0 || from > f64::from(count) {
            return 0..0;
        }
        // Casts saturate.
        let (first, last) = (from as u32, to as u32);
        first.min(count - 1)..last.min(count - 1) + 1
    }
}

impl Layer {
    /// The slot of the cell of a point, and where in that cell it is.
    #[inline(always)]
    pub(super) fn slot(&self, lat: f64, lon: f64) -> (u32, Point) {
        let (mut slot, (mut u, mut v)) = self.root(lat, lon);
        while slot & TAG == GRID {
            (slot, (u, v)) = self.descend(slot, (u, v));
        }
        (slot, Point { u: u as f32, v: v as f32 })
    }

    /// The slot of the grid's own cell, and where in that cell the point is.
    #[inline(always)]
    pub(super) fn root(&self, lat: f64, lon: f64) -> (u32, (f64, f64)) {
        let (cell, place) = self.frame.cell(lat, lon);
        (self.slots[cell as usize], place)
    }

    /// The part of a cell that is divided, and where in that part the point is.
    #[inline(always)]
    pub(super) fn descend(&self, slot: u32, (u, v): (f64, f64)) -> (u32, (f64, f64)) {
        let first = slot & !TAG;
        let window = Window::of(self.slots[first as usize]);
        let side = f64::from(window.side());
        let (u, v) = (u * side, v * side);
        let row = math::min(rounded(u - 0.5), side - 1.0);
        let column = math::min(rounded(v - 0.5), side - 1.0);
        let (own_row, own_column) =
            (whole(row).wrapping_sub(window.row), whole(column).wrapping_sub(window.column));
        let inside = (own_row < window.rows) & (own_column < window.columns);
        let own =
            first + 1 + own_row.wrapping_mul(window.columns).wrapping_add(own_column) % (1 << 15);
        let cell = if inside { own } else { self.frame.rows * self.frame.columns };
        (self.slots[cell as usize], (u - row, v - column))
    }

    /// Adds the fences of the layer that hold a point, ascending.
    #[inline(always)]
    pub(super) fn find(
        &self,
        lat: f64,
        lon: f64,
        fences: &Fences,
        boundary: Boundary,
        found: &mut Vec<u32>,
    ) {
        let (slot, point) = self.slot(lat, lon);
        if slot == 0 {
            return;
        }
        self.find_in(slot, point, |fence| fences.within(fence, lat, lon, boundary), found);
    }

    /// Adds the fences of a cell that hold a point in it.
    #[inline(always)]
    pub(super) fn find_in(
        &self,
        slot: u32,
        point: Point,
        exact: impl Fn(u32) -> bool,
        found: &mut Vec<u32>,
    ) {
        if slot & TAG == WHOLE {
            found.push(slot & !TAG);
        } else {
            leaf::find(&self.words, slot & !TAG, point, exact, found);
        }
    }

    /// Adds every fence that touches a cell that the box touches; with repetitions.
    ///
    /// `east` may exceed `west` by up to 360; `west` is wrapped.
    pub(super) fn near(
        &self,
        (south, north): (f64, f64),
        (west, east): (f64, f64),
        found: &mut Vec<u32>,
    ) {
        let frame = &self.frame;
        let (from_u, from_v) = frame.place(south, west);
        let to_u = (north - frame.south) * frame.rows_per_degree;
        let to_v = from_v + (east - west) * frame.columns_per_degree;
        let turn = frame.turn();
        for (from_v, to_v) in [(from_v, to_v), (from_v - turn, to_v - turn)] {
            let area = Area { from: (from_u, from_v), to: (to_u, to_v) };
            self.gather(0, (frame.rows, frame.columns), &area, found);
        }
    }

    fn gather(&self, first: u32, (rows, columns): (u32, u32), area: &Area, found: &mut Vec<u32>) {
        let ((from_u, from_v), (to_u, to_v)) = (area.from, area.to);
        for row in Frame::span(from_u, to_u, rows) {
            for column in Frame::span(from_v, to_v, columns) {
                let slot = self.slots[(first + row * columns + column) as usize];
                match slot & TAG {
                    GRID => {
                        let first = slot & !TAG;
                        let window = Window::of(self.slots[first as usize]);
                        let within = area.within((row, column), &window);
                        self.gather(first + 1, (window.rows, window.columns), &within, found);
                    }
                    WHOLE => found.push(slot & !TAG),
                    _ if slot != 0 => leaf::fences(&self.words, slot & !TAG, found),
                    _ => {}
                }
            }
        }
    }

    pub(super) fn memory_bytes(&self) -> u64 {
        (size_of_val(self.slots.as_slice()) + size_of_val(self.words.as_slice())) as u64
    }
}

/// A box in units of cells.
struct Area {
    from: (f64, f64),
    to: (f64, f64),
}

impl Area {
    /// The same in units of the parts of cell `(row, column)`, from the corner of a window upon it.
    fn within(&self, (row, column): (u32, u32), window: &Window) -> Self {
        let side = f64::from(window.side());
        let inner = |(u, v): (f64, f64)| {
            let (u, v) = ((u - f64::from(row)) * side, (v - f64::from(column)) * side);
            (u - f64::from(window.row), v - f64::from(window.column))
        };
        Self { from: inner(self.from), to: inner(self.to) }
    }
}
