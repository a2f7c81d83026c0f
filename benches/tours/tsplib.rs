//! Reads instances of TSPLIB (Reinelt 1991), with the costs that its documentation defines.

use std::path::Path;

use fieldbeat::route::Matrix;

/// An instance, and what is known of its shortest tour.
pub(crate) struct Instance {
    pub(crate) name: String,
    /// Coordinates, where it has them.
    pub(crate) points: Option<(Vec<f64>, Vec<f64>)>,
    /// Costs, where it has no coordinates of a plane.
    pub(crate) matrix: Option<Matrix>,
    weights: Weights,
    pub(crate) best_known: f64,
}

#[derive(Clone, Copy, PartialEq)]
enum Weights {
    Rounded,
    RoundedUp,
    PseudoEuclidean,
    Explicit,
}

impl Instance {
    /// Points of a plane, with whole distances.
    pub(crate) fn in_a_plane(name: String, points: (Vec<f64>, Vec<f64>), best_known: f64) -> Self {
        Self { name, points: Some(points), matrix: None, weights: Weights::Rounded, best_known }
    }

    pub(crate) fn len(&self) -> usize {
        match (&self.points, &self.matrix) {
            (Some((x, _)), _) => x.len(),
            (None, Some(matrix)) => matrix.rows.len(),
            (None, None) => 0,
        }
    }

    /// The length of a closed tour by the standard's rounding.
    pub(crate) fn length(&self, order: &[u32]) -> f64 {
        let ends = order.iter().zip(order.iter().cycle().skip(1));
        ends.map(|(a, b)| self.cost(*a as usize, *b as usize)).sum()
    }

    fn cost(&self, a: usize, b: usize) -> f64 {
        let cell = |matrix: &Matrix| Some(*matrix.rows.get(a)?.get(b)?);
        if let Some(cost) = self.matrix.as_ref().and_then(cell) {
            return cost;
        }
        let Some((x, y)) = &self.points else { return f64::INFINITY };
        let apart = |axis: &[f64]| axis.get(a).zip(axis.get(b)).map_or(0.0, |(a, b)| a - b);
        let (dx, dy) = (apart(x), apart(y));
        let squared = dx * dx + dy * dy;
        match self.weights {
            Weights::RoundedUp => squared.sqrt().ceil(),
            Weights::PseudoEuclidean => (squared / 10.0).sqrt().ceil(),
            Weights::Rounded | Weights::Explicit => (squared.sqrt() + 0.5).floor(),
        }
    }

    /// Reads `file`; `None` where it is not of a kind that is read here.
    pub(crate) fn read(file: &Path, best_known: f64) -> Option<Self> {
        let text = std::fs::read_to_string(file).ok()?;
        let value = |key: &str| {
            let line = text.lines().find(|line| line.trim_start().starts_with(key))?;
            Some(line.split_once(':')?.1.trim().to_owned())
        };
        let numbers = |section: &str| -> Vec<f64> {
            let after = text.split_once(section).map_or("", |(_, after)| after);
            after.split_whitespace().map_while(|word| word.parse().ok()).collect()
        };
        let size: usize = value("DIMENSION")?.parse().ok()?;
        let kind = value("EDGE_WEIGHT_TYPE")?;
        let weights = match kind.as_str() {
            "EUC_2D" => Weights::Rounded,
            "CEIL_2D" => Weights::RoundedUp,
            "ATT" => Weights::PseudoEuclidean,
            _ => Weights::Explicit,
        };
        let coordinates = numbers("NODE_COORD_SECTION");
        let axis =
            |at: usize| coordinates.iter().skip(at).step_by(3).copied().collect::<Vec<f64>>();
        let (x, y) = (axis(1), axis(2));
        let matrix = match kind.as_str() {
            "GEO" => Some(geographical(&x, &y)),
            "EXPLICIT" => {
                let cells = numbers("EDGE_WEIGHT_SECTION");
                match value("EDGE_WEIGHT_FORMAT")?.as_str() {
                    "FULL_MATRIX" => Some(cells.chunks(size).map(<[f64]>::to_vec).collect()),
                    "LOWER_DIAG_ROW" => Some(lower(size, &cells)),
                    _ => return None,
                }
            }
            _ => None,
        };
        let points = matrix.is_none().then_some((x, y));
        let matrix = matrix.map(|rows| Matrix { rows });
        let name = file.file_stem()?.to_string_lossy().into_owned();
        let instance = Self { name, points, matrix, weights, best_known };
        (instance.len() == size).then_some(instance)
    }
}

fn lower(size: usize, cells: &[f64]) -> Vec<Vec<f64>> {
    let cell = |a: usize, b: usize| {
        let (row, column) = (a.max(b), a.min(b));
        cells.get(row * (row + 1) / 2 + column).copied().unwrap_or(f64::INFINITY)
    };
    (0..size).map(|a| (0..size).map(|b| cell(a, b)).collect()).collect()
}

/// Whole kilometres on the sphere of the documentation, from degrees and minutes.
#[expect(clippy::disallowed_methods, reason = "the standard's formula, in a bench")]
fn geographical(x: &[f64], y: &[f64]) -> Vec<Vec<f64>> {
    #[expect(clippy::approx_constant, reason = "as the standard writes it")]
    const PI: f64 = 3.141_592;
    const RADIUS_KM: f64 = 6_378.388;
    let radians = |x: &f64| PI * (x.trunc() + 5.0 * (x - x.trunc()) / 3.0) / 180.0;
    let at: Vec<(f64, f64)> = x.iter().map(radians).zip(y.iter().map(radians)).collect();
    let cost = |a: &(f64, f64), b: &(f64, f64)| {
        let q = ((a.1 - b.1).cos(), (a.0 - b.0).cos(), (a.0 + b.0).cos());
        (RADIUS_KM * (0.5 * ((1.0 + q.0) * q.1 - (1.0 - q.0) * q.2)).acos() + 1.0).trunc()
    };
    at.iter().map(|a| at.iter().map(|b| cost(a, b)).collect()).collect()
}
