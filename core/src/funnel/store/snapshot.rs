//! A store as bytes, to go on later, elsewhere: behind the hash of its policy the cases, in the order
//! of their names.

use std::sync::Arc;

use super::super::pipeline::{Case, Origin, Pipeline};
use super::case_store::CaseStore;
use crate::Result;
use crate::snapshot::{Bytes, Seal, Stored};

const SEAL: Seal = Seal { magic: b"FBCASES\0", version: 2, of: "a case store" };

impl CaseStore {
    /// The state as bytes: the same bytes for the same cases, whatever the order in which they came, on
    /// every machine. O(n log n).
    #[must_use]
    pub fn snapshot(&self) -> Vec<u8> {
        SEAL.close(&[self.pipeline.hash()], |to| {
            // No more than there are slots, which are fewer than 2^32.
            (self.len() as u32).store(to);
            for case in self.in_order() {
                case.store(to);
            }
        })
    }

    /// The store whose [`snapshot`](Self::snapshot) this is, with the same rules.
    ///
    /// # Errors
    /// Of kind `input`, when these bytes are nobody's: `not_a_snapshot`, `version_unsupported`,
    /// `checksum_differs`, `corrupt_snapshot`. Of kind `state`, when the pipeline is another one, or
    /// another version: `policy_differs`.
    ///
    /// # Example
    /// ```
    /// use std::sync::Arc;
    ///
    /// use fieldbeat::funnel::{CaseStore, Pipeline, PipelinePolicy};
    ///
    /// let pipeline = Arc::new(Pipeline::new(&PipelinePolicy::from_json(r#"{
    ///     "name": "leads", "version": "1", "stages": [{"id": "new"}, {"id": "done", "kind": "won"}],
    ///     "transitions": [{"source": ["new"], "target": "done"}]
    /// }"#)?)?);
    /// let bytes = CaseStore::new(Arc::clone(&pipeline)).snapshot();
    /// assert_eq!(CaseStore::restore(&bytes, Arc::clone(&pipeline))?.snapshot(), bytes);
    ///
    /// let error = CaseStore::restore(&bytes[1..], pipeline).unwrap_err();
    /// assert_eq!(error.problems()[0].code, "not_a_snapshot");
    /// # Ok::<(), fieldbeat::Error>(())
    /// ```
    pub fn restore(bytes: &[u8], pipeline: Arc<Pipeline>) -> Result<Self> {
        let mut store = Self::new(pipeline);
        let hash = store.pipeline.hash().clone();
        let message = "the snapshot was made under other rules";
        let hashes = [(hash.as_str(), "policy_differs", message)];
        SEAL.open(bytes, "$.bytes", &hashes, |from| store.load(from))?;
        Ok(store)
    }

    fn load(&mut self, from: &mut Bytes<'_>) -> Option<()> {
        let mut before = None;
        for _ in 0..u32::load(from)? {
            let mut case = Case::load(from)?;
            if before.is_some_and(|before| before >= case.id) {
                return None;
            }
            before = Some(case.id.clone());
            self.pipeline.stage_names().find(|name| **name == case.stage)?;
            if let Some(mut origin) = case.origin.case().cloned() {
                self.pipeline.share_names(&mut origin);
                case.origin = Origin::of(origin);
            }
            self.pipeline.share_names(&mut case);
            self.keep(case);
        }
        Some(())
    }
}
