//! Builds a layer: fences are spread over the cells of its grid, and crowded cells are divided.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: cells are counted, then filled; items refer to what `cover` holds"
)]

use super::cover::{Cover, Item, Member, MemberForm, Place, RIM, Rect, Segment, What, touches};
use super::fences::Fences;
use super::grid::{CIRCLE, EDGES, Frame, GRID, GRID_FIRST, GRID_SHIFT, LEAF, Layer, WHOLE};
use super::leaf::{self, LAST};
use super::plan::{Extent, POLAR_LATITUDE, Plan};
use super::write;
use crate::budget::Budget;
use crate::geo::Outline;
use crate::math;
use crate::{Error, ErrorKind, Result};

/// What a cell may cost before it is divided; a circle costs 1, four edges as much.
const DEAR: f64 = 2.5;
/// What only the fence itself can tell costs as much as this many circles.
const EXACT_COST: f64 = 16.0;
/// Dividing a cell must leave less than this share of its cost.
const WORTHWHILE: f64 = 0.75;
/// A cell and its parts take at most this many times the words that it takes undivided...
const GROWTH: f64 = 4.0;
/// ...and this many more.
const ROOM: f64 = 48.0;
/// Cells are not divided below this share of a cell of the grid.
const LEAST: f64 = 1.0 / 65_536.0;
/// Nor below this many degrees: a metre.
const LEAST_DEGREES: f64 = 1e-5;
/// Words and slots are counted in 29 and 26 bits.
const MAX_WORDS: usize = 1 << 29;

/// The layer of a plan.
pub(super) fn build(fences: &Fences, plan: &Plan, budget: &mut Budget<'_>) -> Result<Layer> {
    let mut cover = Cover::new(plan.frame, fences, &plan.members);
    let spread = spread(&mut cover, budget)?;
    let frame = plan.frame;
    let (starts, items) = by_cell(&spread, (frame.rows * frame.columns) as usize);
    drop(spread);
    // One slot more, for what is outside, and words that no leaf has: the place of none is 0.
    let layer = Layer { frame, slots: vec![0; starts.len()], words: vec![0; leaf::CIRCLE_WORDS] };
    let mut builder = Builder { cover, layer };
    for cell in 0..starts.len() - 1 {
        let here = &items[starts[cell] as usize..starts[cell + 1] as usize];
        if !here.is_empty() {
            let room = GROWTH * builder.words(here) + ROOM;
            builder.layer.slots[cell] =
                builder.settle(&cell_rect(&frame, cell as u32), here, room)?;
        }
    }
    let mut layer = builder.layer;
    layer.slots.shrink_to_fit();
    layer.words.shrink_to_fit();
    Ok(layer)
}

fn cell_rect(frame: &Frame, cell: u32) -> Rect {
    let (row, column) = (cell / frame.columns, cell % frame.columns);
    Rect { south: f64::from(row), west: f64::from(column), height: 1.0, width: 1.0 }
}

/// Every fence in every cell of the grid that it touches, fence by fence.
fn spread(cover: &mut Cover<'_>, budget: &mut Budget<'_>) -> Result<Vec<(u32, Item)>> {
    let mut found = Vec::new();
    for member in 0..cover.members.len() as u32 {
        budget.spend(1)?;
        let Member { fence, form } = &cover.members[member as usize];
        let Some(extent) = cover.fences.form(*fence).map(Extent::of) else { continue };
        if matches!(form, MemberForm::Polygon) {
            if let Some(outline) = cover.outline(member) {
                spread_polygon(cover, member, outline, &extent, &mut found);
            }
            continue;
        }
        for (rows, columns) in ranges(&cover.frame, &extent) {
            for row in rows {
                for column in columns.clone() {
                    let cell = row * cover.frame.columns + column;
                    let what = cover.circle_in(member, &cell_rect(&cover.frame, cell));
                    found.extend(what.map(|what| (cell, Item { member, what })));
                }
            }
        }
    }
    Ok(found)
}

type Span = std::ops::Range<u32>;

/// The rows and columns that an extent touches; columns twice, where it goes around the end.
fn ranges(frame: &Frame, extent: &Extent) -> [(Span, Span); 2] {
    let (south, west) = frame.place(extent.south, extent.west);
    let north = (extent.north - frame.south) * frame.rows_per_degree;
    let rows = Frame::span(south - RIM, north + RIM, frame.rows);
    let east = west + extent.width * frame.columns_per_degree;
    let first = Frame::span(west - RIM, east + RIM, frame.columns);
    let mut second =
        Frame::span(west - frame.turn() - RIM, east - frame.turn() + RIM, frame.columns);
    // Together they may go once around.
    second.end = second.end.min(first.start.max(second.start));
    if first.is_empty() {
        second = Frame::span(west - frame.turn() - RIM, east - frame.turn() + RIM, frame.columns);
    }
    [(rows.clone(), first), (rows, second)]
}

fn spread_polygon(
    cover: &mut Cover<'_>,
    member: u32,
    outline: &Outline,
    extent: &Extent,
    found: &mut Vec<(u32, Item)>,
) {
    let frame = cover.frame;
    let segments = segments(outline, &frame);
    let mut touching: Vec<(u32, u32)> = Vec::new();
    for (index, edge) in segments.iter().enumerate() {
        let (a, b) = edge;
        let (low, high) = (math::min(a.0, b.0) - RIM, math::max(a.0, b.0) + RIM);
        for row in Frame::span(low, high, frame.rows) {
            let (from, to) = columns_in_row(edge, f64::from(row));
            for column in Frame::span(from - RIM, to + RIM, frame.columns) {
                let cell = row * frame.columns + column;
                if touches(edge, &cell_rect(&frame, cell)) {
                    touching.push((cell, index as u32));
                }
            }
        }
    }
    touching.sort_unstable();
    touching.dedup();
    let mut touching = touching.as_slice();
    let polar = math::max(-extent.south, extent.north) > POLAR_LATITUDE;
    let [(rows, first), (_, second)] = ranges(&frame, extent);
    for row in rows {
        let lat = |row: u32| (frame.degrees((f64::from(row), 0.0)).0).abs();
        let exact = polar && math::max(lat(row), lat(row + 1)) > POLAR_LATITUDE - RIM;
        for columns in [second.clone(), first.clone()] {
            // Cells without edges, side by side, are all inside or all outside.
            let mut plain: Option<Option<What>> = None;
            for column in columns {
                let cell = row * frame.columns + column;
                let count = touching.iter().take_while(|(at, _)| *at == cell).count();
                let own;
                (own, touching) = touching.split_at(count);
                let what = if exact {
                    Some(What::Exact)
                } else if let (0, Some(what)) = (count, plain) {
                    what
                } else {
                    let start = cover.edges.len() as u32;
                    cover.edges.extend(own.iter().map(|(_, edge)| segments[*edge as usize]));
                    let what = cover.located(outline, start, &cell_rect(&frame, cell));
                    plain = (count == 0).then_some(what);
                    what
                };
                found.extend(what.map(|what| (cell, Item { member, what })));
            }
        }
    }
}

/// The edges of an outline in rows and columns, those at the end of the grid or across it twice.
fn segments(outline: &Outline, frame: &Frame) -> Vec<Segment> {
    let mut all = Vec::new();
    let turn = frame.turn();
    for (a, b) in outline.edges() {
        // Every vertex is placed by itself, so that edges that share it meet.
        let (from, to) = (frame.place_any(a.lat, a.lon), frame.place_any(b.lat, b.lon));
        let run = (b.lon - a.lon) * frame.columns_per_degree;
        let turns = turn * ((run - (to.1 - from.1)) / turn).round();
        all.push((from, (to.0, to.1 + turns)));
        if turns != 0.0 {
            all.push(((from.0, from.1 - turns), to));
            continue;
        }
        // The rims of the first and the last column lie beyond the end.
        let (low, high) = (math::min(from.1, to.1), math::max(from.1, to.1));
        for (beyond, shift) in [(low < 2.0 * RIM, turn), (high > turn - 2.0 * RIM, -turn)] {
            if beyond {
                all.push(((from.0, from.1 + shift), (to.0, to.1 + shift)));
            }
        }
    }
    all
}

/// From where to where an edge runs within a row.
fn columns_in_row((a, b): &Segment, row: f64) -> Place {
    let at = |u: f64| {
        let share = (u - a.0) / (b.0 - a.0);
        a.1 + math::max(0.0, math::min(1.0, share)) * (b.1 - a.1)
    };
    let (one, two) = if a.0 == b.0 { (a.1, b.1) } else { (at(row - RIM), at(row + 1.0 + RIM)) };
    (math::min(one, two), math::max(one, two))
}

/// Where the items of each cell begin, and the items cell by cell, fences ascending.
fn by_cell(spread: &[(u32, Item)], cells: usize) -> (Vec<u32>, Vec<Item>) {
    let mut starts = vec![0_u32; cells + 1];
    for (cell, _) in spread {
        starts[*cell as usize] += 1;
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    let mut items = vec![Item { member: 0, what: What::Exact }; spread.len()];
    for (cell, item) in spread.iter().rev() {
        let start = &mut starts[*cell as usize];
        *start -= 1;
        items[*start as usize] = *item;
    }
    (starts, items)
}

struct Builder<'f> {
    cover: Cover<'f>,
    layer: Layer,
}

/// What is in each cell of a grid.
struct Division {
    /// Cells on a side.
    side: u32,
    items: Vec<Item>,
    ends: Vec<u32>,
    words: f64,
}

impl Builder<'_> {
    /// The slot of a cell that holds `items`, and may take about `room` words.
    fn settle(&mut self, rect: &Rect, items: &[Item], room: f64) -> Result<u32> {
        match items {
            [] => return Ok(0),
            [Item { what: What::Whole, member }] => {
                return Ok(WHOLE | self.cover.members[*member as usize].fence);
            }
            _ => {}
        }
        let (clips, edges) = (self.cover.clips.len(), self.cover.edges.len());
        let slot = match self.division(rect, items, room) {
            Some(division) => self.divide(rect, &division, room),
            None => self.leaf(rect, items),
        };
        self.cover.clips.truncate(clips);
        self.cover.edges.truncate(edges);
        slot
    }

    /// A worthwhile division of a cell.
    fn division(&mut self, rect: &Rect, items: &[Item], room: f64) -> Option<Division> {
        let cost: f64 = items.iter().map(|item| self.cost(item)).sum();
        let frame = &self.cover.frame;
        let too_small =
            rect.height < 2.0 * LEAST || rect.height / frame.rows_per_degree < 2.0 * LEAST_DEGREES;
        if cost <= DEAR || too_small {
            return None;
        }
        let mut side = (math::min(cost.sqrt(), 64.0) as u32).next_power_of_two().max(2);
        let least = math::max(LEAST, LEAST_DEGREES * frame.rows_per_degree);
        while side > 2 && rect.height / f64::from(side) < least {
            side /= 2;
        }
        loop {
            let (clips, edges) = (self.cover.clips.len(), self.cover.edges.len());
            let division = self.divided(rect, items, side);
            let left: f64 = division.items.iter().map(|item| self.cost(item)).sum();
            let cells = f64::from(side * side);
            if left < WORTHWHILE * cost * cells && division.words + cells <= room {
                return Some(division);
            }
            self.cover.clips.truncate(clips);
            self.cover.edges.truncate(edges);
            if side <= 2 {
                return None;
            }
            side = if side > 8 { side / 4 } else { 2 };
        }
    }

    fn divided(&mut self, rect: &Rect, items: &[Item], side: u32) -> Division {
        let (height, width) = (rect.height / f64::from(side), rect.width / f64::from(side));
        let mut division = Division { side, items: Vec::new(), ends: Vec::new(), words: 0.0 };
        for row in 0..side {
            let south = rect.south + f64::from(row) * height;
            let row = Rect { south, height, ..*rect };
            let in_row: Vec<Item> =
                items.iter().filter_map(|item| self.cover.narrow(item, &row)).collect();
            for column in 0..side {
                let west = rect.west + f64::from(column) * width;
                let cell = Rect { west, width, ..row };
                let narrowed = in_row.iter().filter_map(|item| self.cover.narrow(item, &cell));
                division.items.extend(narrowed);
                division.ends.push(division.items.len() as u32);
            }
        }
        division.words = self.words(&division.items);
        division
    }

    fn divide(&mut self, rect: &Rect, division: &Division, room: f64) -> Result<u32> {
        let side = division.side;
        let cells = (side * side) as usize;
        let first = self.layer.slots.len();
        if first + cells > GRID_FIRST as usize {
            return Err(too_large());
        }
        self.layer.slots.resize(first + cells, 0);
        let (height, width) = (rect.height / f64::from(side), rect.width / f64::from(side));
        let room = room - cells as f64;
        let mut start = 0;
        for (cell, end) in division.ends.iter().enumerate() {
            let items = &division.items[start as usize..*end as usize];
            let (row, column) = (cell as u32 / side, cell as u32 % side);
            let cell_rect = Rect {
                south: rect.south + f64::from(row) * height,
                west: rect.west + f64::from(column) * width,
                height,
                width,
            };
            let share = self.words(items) / math::max(1.0, division.words);
            let slot = self.settle(&cell_rect, items, room * share)?;
            self.layer.slots[first + cell] = slot;
            start = *end;
        }
        Ok(GRID | side.trailing_zeros() << GRID_SHIFT | first as u32)
    }

    fn leaf(&mut self, rect: &Rect, items: &[Item]) -> Result<u32> {
        let words = &mut self.layer.words;
        let first = words.len() as u32;
        let mut head = 0;
        for item in items {
            head = words.len();
            let member = &self.cover.members[item.member as usize];
            match (&item.what, &member.form) {
                (What::Whole, _) => words.push(leaf::WHOLE | member.fence),
                (What::Part, MemberForm::Ellipse { center, half, doubt }) => {
                    let center = (center.0, self.cover.nearest_turn(center.1, rect));
                    let grid = self.cover.frame.rows + self.cover.frame.columns;
                    write::circle(words, member.fence, rect, (center, *half, *doubt), grid);
                }
                (What::Edges(clip), _) => {
                    let clip = &self.cover.clips[*clip as usize];
                    let edges = &self.cover.edges[clip.first as usize..clip.end as usize];
                    write::edges(words, member.fence, rect, edges, (clip.seed, clip.inside));
                }
                _ => words.push(leaf::EXACT | member.fence),
            }
        }
        if words.len() >= MAX_WORDS {
            return Err(too_large());
        }
        words[head] |= LAST;
        let tag = match words[head] & leaf::KIND {
            leaf::CIRCLE if items.len() == 1 => CIRCLE,
            leaf::EDGES if items.len() == 1 => EDGES,
            _ => LEAF,
        };
        Ok(tag | first)
    }

    fn cost(&self, item: &Item) -> f64 {
        match item.what {
            What::Whole => 0.25,
            What::Exact => EXACT_COST,
            What::Part => match self.cover.members[item.member as usize].form {
                MemberForm::Ellipse { .. } => 1.0,
                _ => EXACT_COST,
            },
            What::Edges(clip) => {
                let clip = &self.cover.clips[clip as usize];
                1.0 + f64::from(clip.end - clip.first) / 4.0
            }
        }
    }

    /// Words that a leaf of these items takes.
    fn words(&self, items: &[Item]) -> f64 {
        let words = |item: &Item| match item.what {
            What::Whole | What::Exact => 1.0,
            What::Part => 6.0,
            What::Edges(clip) => {
                let clip = &self.cover.clips[clip as usize];
                2.0 + 2.0 * f64::from(clip.end - clip.first)
            }
        };
        items.iter().map(words).sum()
    }
}

fn too_large() -> Error {
    let message = "the index would exceed 2 GiB; spread the fences over several";
    Error::one(ErrorKind::Limit, "index_too_large", "$.fences", message)
}
