//! Ids: each once, and of every site that is planned.

use crate::math;
use crate::shape::{MAX_PROBLEMS, Reader, Value, did_you_mean};

/// Ids with their indices, sorted; a repeated one is a problem.
#[inline(never)]
pub(super) fn index_of<'i>(
    mut sorted: Vec<(&'i str, usize)>,
    at: &mut Reader,
) -> Vec<(&'i str, usize)> {
    math::sort(&mut sorted);
    let mut repeated: Vec<(usize, &str)> = sorted
        .iter()
        .zip(sorted.iter().skip(1))
        .filter(|((before, _), (id, _))| before == id)
        .map(|(_, &(id, index))| (index, id))
        .collect();
    math::sort(&mut repeated);
    for (index, id) in repeated {
        at.within(index, |at| {
            at.within("id", |at| at.problem::<()>("duplicate_id", format!("\"{id}\" occurs twice")))
        });
    }
    sorted
}

/// The place of a site among the ids.
pub(super) fn find_site(id: &str, by_id: &[(&str, usize)], at: &mut Reader) -> Option<usize> {
    let found = by_id.binary_search_by(|(known, _)| (*known).cmp(id));
    match found {
        Ok(position) => Some(position),
        // Beyond the problems that are listed no hint is read.
        Err(_) if at.problem_count() > MAX_PROBLEMS => at.problem("unknown_site", ""),
        Err(_) => {
            let known: Vec<&str> = by_id.iter().map(|(id, _)| *id).collect();
            let hint = did_you_mean(id, &known)
                .map_or(String::new(), |meant| format!(": did you mean \"{meant}\"?"));
            at.problem("unknown_site", format!("no site has the id \"{id}\"{hint}"))
        }
    }
}

/// What the ids in `plan` and `sites` alone tell, where something else could not be read.
pub(crate) fn check_ids(arguments: &Value, at: &mut Reader) {
    let (sites, plan) = (items(arguments, "sites"), items(arguments, "plan"));
    let by_id = at.within("sites", |at| index_of(texts(sites.unwrap_or_default(), "id"), at));
    at.within("plan", |at| {
        let plan = plan.unwrap_or_default();
        index_of(texts(plan, "id"), at);
        // A site that is missed may be one whose id could not be read.
        if sites.is_some_and(|sites| sites.len() == by_id.len()) {
            for (site, index) in texts(plan, "site") {
                at.within(index, |at| at.within("site", |at| find_site(site, &by_id, at)));
            }
        }
    });
}

fn items<'v>(arguments: &'v Value, key: &str) -> Option<&'v [Value]> {
    match arguments.get(key) {
        Some(Value::List(items)) => Some(items),
        _ => None,
    }
}

/// The texts under `key`, each with the place of its item.
#[inline(never)]
fn texts<'v>(items: &'v [Value], key: &str) -> Vec<(&'v str, usize)> {
    let text = |(index, item): (usize, &'v Value)| match item.get(key) {
        Some(Value::Text(text)) => Some((text.as_str(), index)),
        _ => None,
    };
    items.iter().enumerate().filter_map(text).collect()
}
