//! Companies by their contacts.

use super::policy::CompanyContact;
use super::report::{CompanySummary, RollUp};
use crate::Result;
use crate::column::Names;
use crate::math::sort_by_key;
use crate::shape::Reader;
use crate::time::Instant;

/// When anything about a company last changed, and when somebody there was last called.
///
/// What comes after `now` has not happened yet; without `now` all of it has. Of calls or changes at
/// one instant that of the contact with the first identifier counts, and of its calls the first
/// kind by name. O(n log n).
///
/// # Errors
/// `duplicate_id` of contacts.
///
/// # Example
/// ```
/// use fieldbeat::funnel::{CompanyContact, roll_up};
///
/// let contact = |json| CompanyContact::from_json(json);
/// let contacts = [
///     contact(r#"{"id": "eva", "company": "clinic", "changed": "2026-11-02T09:00:00Z"}"#)?,
///     contact(
///         r#"{"id": "max", "company": "clinic",
///             "calls": [{"t": "2026-11-05T09:00:00Z", "kind": "missed"}]}"#,
///     )?,
/// ];
/// let rolled = roll_up(&contacts, None)?;
/// assert_eq!(rolled.companies[0].last_call_kind.as_deref(), Some("missed"));
/// assert_eq!(rolled.companies[0].last_change_contact.as_deref(), Some("eva"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn roll_up(contacts: &[CompanyContact], now: Option<Instant>) -> Result<RollUp> {
    let mut at = Reader::new();
    at.within("contacts", |at| {
        let mut seen = Names::default();
        for (index, contact) in contacts.iter().enumerate() {
            if !seen.code(&contact.id).1 {
                let message = format!("\"{}\" comes twice", contact.id);
                at.within(index, |at| {
                    at.within("id", |at| at.problem::<()>("duplicate_id", message));
                });
            }
        }
    });
    at.finish(Some(()))?;

    let mut order: Vec<&CompanyContact> =
        contacts.iter().filter(|contact| contact.company.is_some()).collect();
    let without_company = (contacts.len() - order.len()) as i64;
    sort_by_key(&mut order, |contact| (contact.company.as_deref(), contact.id.as_str()));
    let companies = order.chunk_by(|a, b| a.company == b.company);
    Ok(RollUp {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        companies: companies.filter_map(|contacts| summary(contacts, now)).collect(),
        without_company,
        warnings: Vec::new(),
    })
}

/// What the contacts of one company, by their identifiers, tell.
fn summary(contacts: &[&CompanyContact], now: Option<Instant>) -> Option<CompanySummary> {
    let is_known = |t: Instant| now.is_none_or(|now| t <= now);
    let mut known = CompanySummary {
        company: contacts.first()?.company.clone()?,
        contacts: contacts.len() as i64,
        last_change: None,
        last_change_contact: None,
        last_call: None,
        last_call_kind: None,
        last_call_contact: None,
    };
    for contact in contacts {
        // The first of equals stays: only a later instant overtakes.
        let changed = contact.changed.filter(|t| is_known(*t));
        if changed > known.last_change {
            known.last_change = changed;
            known.last_change_contact = Some(contact.id.clone());
        }
        let calls = contact.calls.iter().filter(|call| is_known(call.t));
        let last = calls.min_by(|a, b| (b.t, &a.kind).cmp(&(a.t, &b.kind)));
        if let Some(call) = last.filter(|call| Some(call.t) > known.last_call) {
            known.last_call = Some(call.t);
            known.last_call_kind.clone_from(&call.kind);
            known.last_call_contact = Some(contact.id.clone());
        }
    }
    Some(known)
}
