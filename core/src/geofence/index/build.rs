//! Builds a layer: fences are spread over the cells of its grid.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: cells are counted, then filled; items refer to what `cover` holds"
)]

use super::cover::{Cover, Item, Member, MemberForm, Place, RIM, Rect, Segment, What, touches};
use super::divide::Builder;
use super::fences::Fences;
use super::grid::{Frame, Layer};
use super::leaf;
use super::plan::{Extent, POLAR_LATITUDE, Plan};
use crate::Result;
use crate::budget::Budget;
use crate::geo::Outline;
use crate::math;

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
            builder.layer.slots[cell] = builder.slot(&cell_rect(&frame, cell as u32), here)?;
        }
    }
    let mut layer = builder.layer;
    // What follows the last edges is read with them.
    layer.words.extend([0; leaf::BLOCK + 1]);
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
    // What begins in the rim of the last column, which lies beyond the end, begins there.
    let west = if west < 2.0 * RIM { west + frame.turn() } else { west };
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
