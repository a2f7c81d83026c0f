//! Divides the crowded cells of a layer, and writes what is in those that are not.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: items refer to what `cover` holds, and slots are made before they are filled"
)]

use super::cover::{Cover, Item, MemberForm, RIM, Rect, What};
use super::grid::{CIRCLE, EDGES, GRID, LEAF, Layer, MAX_HALVINGS, WHOLE, Window};
use super::leaf::{self, LAST};
use super::write;
use crate::math;
use crate::{Error, ErrorKind, Result};

/// What a cell may cost before it is divided; a circle costs 1, four edges as much.
const DEAR: f64 = 2.5;
/// A row of cells across a polygon for so many of its edges: two or three in a cell.
const EDGES_PER_ROW: f64 = 6.0;
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
/// Words and slots are counted in 29 bits.
const MAX_WORDS: usize = 1 << 29;

/// A layer as it grows.
pub(super) struct Builder<'f> {
    pub cover: Cover<'f>,
    pub layer: Layer,
}

/// What is in each cell of a window.
struct Division {
    window: Window,
    items: Vec<Item>,
    ends: Vec<u32>,
    words: f64,
}

impl Builder<'_> {
    /// The slot of a cell of the grid that holds `items`.
    pub(super) fn slot(&mut self, rect: &Rect, items: &[Item]) -> Result<u32> {
        let room = GROWTH * self.words(items) + ROOM;
        self.settle(rect, items, room)
    }

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
        let least = math::max(LEAST, LEAST_DEGREES * frame.rows_per_degree);
        if cost <= DEAR || rect.height < 2.0 * least {
            return None;
        }
        let cells: f64 = items.iter().map(|item| self.cells(item)).sum();
        let mut window = self.window(rect, items);
        while window.halvings > 1
            && (f64::from(window.cells()) > cells || rect.height / f64::from(window.side()) < least)
        {
            window = window.coarser();
        }
        loop {
            let (clips, edges) = (self.cover.clips.len(), self.cover.edges.len());
            let division = self.divided(rect, items, window);
            let left: f64 = division.items.iter().map(|item| self.cost(item)).sum();
            let side = f64::from(window.side());
            if left < WORTHWHILE * cost * side * side
                && division.words + f64::from(window.cells()) <= room
            {
                return Some(division);
            }
            self.cover.clips.truncate(clips);
            self.cover.edges.truncate(edges);
            if window.halvings <= 1 {
                return None;
            }
            window = window.coarser();
        }
    }

    /// The finest window upon all that is in a cell.
    fn window(&mut self, rect: &Rect, items: &[Item]) -> Window {
        let side = 1 << MAX_HALVINGS;
        let all = Window { halvings: MAX_HALVINGS, row: 0, column: 0, rows: side, columns: side };
        let (low, high) = self.cover.span(items, rect);
        // Parts before a place; casts saturate.
        let before = |share: f64| ((share * f64::from(side) - RIM) as u32).min(side - 1);
        let north_of = |place: f64| (place - rect.south) / rect.height;
        let east_of = |place: f64| (place - rect.west) / rect.width;
        let (south, west) = (before(north_of(low.0)), before(east_of(low.1)));
        let (north, east) = (before(1.0 - north_of(high.0)), before(1.0 - east_of(high.1)));
        let strips = [
            Window { rows: south, ..all },
            Window { row: side - north, rows: north, ..all },
            Window { columns: west, ..all },
            Window { column: side - east, columns: east, ..all },
        ];
        // Where no edge is it may be all inside: such strips are not left out.
        let [south, north, west, east] = strips.map(|strip| {
            let is_bare = strip.cells() > 0 && self.is_empty(&window_rect(rect, &strip), items);
            if is_bare { strip } else { Window { rows: 0, columns: 0, ..strip } }
        });
        let left = |first: u32, last: u32| side.saturating_sub(first + last).max(1);
        Window {
            row: south.rows,
            column: west.columns,
            rows: left(south.rows, north.rows),
            columns: left(west.columns, east.columns),
            ..all
        }
    }

    fn is_empty(&mut self, rect: &Rect, items: &[Item]) -> bool {
        let (clips, edges) = (self.cover.clips.len(), self.cover.edges.len());
        let is_empty = items.iter().all(|item| self.cover.narrow(item, rect).is_none());
        self.cover.clips.truncate(clips);
        self.cover.edges.truncate(edges);
        is_empty
    }

    fn divided(&mut self, rect: &Rect, items: &[Item], window: Window) -> Division {
        let mut division = Division { window, items: Vec::new(), ends: Vec::new(), words: 0.0 };
        for row in 0..window.rows {
            let cell = part(rect, &window, row, 0);
            let row_rect = Rect { west: rect.west, width: rect.width, ..cell };
            let in_row: Vec<Item> =
                items.iter().filter_map(|item| self.cover.narrow(item, &row_rect)).collect();
            for column in 0..window.columns {
                let cell = part(rect, &window, row, column);
                let narrowed = in_row.iter().filter_map(|item| self.cover.narrow(item, &cell));
                division.items.extend(narrowed);
                division.ends.push(division.items.len() as u32);
            }
        }
        division.words = self.words(&division.items);
        division
    }

    fn divide(&mut self, rect: &Rect, division: &Division, room: f64) -> Result<u32> {
        let window = &division.window;
        let first = self.layer.slots.len();
        let end = first + 1 + window.cells() as usize;
        if end > MAX_WORDS {
            return Err(too_large());
        }
        self.layer.slots.push(window.word());
        self.layer.slots.resize(end, 0);
        let room = room - f64::from(window.cells());
        let mut start = 0;
        for (cell, end) in (0..).zip(&division.ends) {
            let items = &division.items[start as usize..*end as usize];
            let cell_rect = part(rect, window, cell / window.columns, cell % window.columns);
            let share = self.words(items) / math::max(1.0, division.words);
            let slot = self.settle(&cell_rect, items, room * share)?;
            self.layer.slots[first + 1 + cell as usize] = slot;
            start = *end;
        }
        Ok(GRID | first as u32)
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
            What::Edges(clip) => 1.0 + f64::from(self.cover.clips[clip as usize].count()) / 4.0,
        }
    }

    /// Cells that an item is worth.
    fn cells(&self, item: &Item) -> f64 {
        match item.what {
            What::Edges(clip) => {
                let rows = f64::from(self.cover.clips[clip as usize].count()) / EDGES_PER_ROW;
                math::max(1.0, rows * rows)
            }
            _ => self.cost(item),
        }
    }

    /// Words that a leaf of these items takes.
    fn words(&self, items: &[Item]) -> f64 {
        let words = |item: &Item| match item.what {
            What::Whole | What::Exact => 1.0,
            What::Part => 6.0,
            What::Edges(clip) => 2.5 + f64::from(self.cover.clips[clip as usize].count()),
        };
        items.iter().map(words).sum()
    }
}

/// What of a cell a window is upon.
fn window_rect(rect: &Rect, window: &Window) -> Rect {
    let side = f64::from(window.side());
    let (height, width) = (rect.height / side, rect.width / side);
    Rect {
        south: rect.south + f64::from(window.row) * height,
        west: rect.west + f64::from(window.column) * width,
        height: f64::from(window.rows) * height,
        width: f64::from(window.columns) * width,
    }
}

/// A part of a cell, by its row and column in a window.
fn part(rect: &Rect, window: &Window, row: u32, column: u32) -> Rect {
    let (row, column) = (window.row + row, window.column + column);
    window_rect(rect, &Window { row, column, rows: 1, columns: 1, ..*window })
}

fn too_large() -> Error {
    let message = "the index would exceed 2 GiB; spread the fences over several";
    Error::one(ErrorKind::Limit, "index_too_large", "$.fences", message)
}
