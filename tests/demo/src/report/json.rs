//! The library's report as it is.

use std::io;

use crate::VerifiedDay;

pub(super) fn report(day: &VerifiedDay) -> io::Result<String> {
    Ok(serde_json::to_string_pretty(&day.report)? + "\n")
}
