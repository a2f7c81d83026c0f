//! Any text as a geometry: it is refused with problems, or it is a fence that can be asked.
#![no_main]

use fieldbeat::geo::Geometry;
use fieldbeat::geofence::CompiledFence;
use fieldbeat::{Fence, PresencePolicy, Shaped};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let geometry = match Geometry::from_json(text) {
        Ok(geometry) => geometry,
        Err(error) => {
            assert!(!error.problems().is_empty());
            return;
        }
    };
    let written = geometry.to_json().expect("a geometry is plain data");
    let again = Geometry::from_json(&written).expect("what was written can be read");
    assert_eq!(again, geometry);
    let fence = Fence { id: None, center: None, radius_m: None, geometry: Some(geometry), tolerance_m: None };
    let fence = CompiledFence::new(&fence, &PresencePolicy::default()).expect("a checked geometry");
    for (lat, lon) in [(0.0, 0.0), (90.0, 0.0), (-90.0, 0.0), (55.75, 37.62), (1.0, 179.99)] {
        assert!(fence.distance_m(lat, lon).is_finite());
    }
});
