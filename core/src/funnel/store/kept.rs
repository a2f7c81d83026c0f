//! A case as bytes. What all cases of a store share, the pipeline and its version, is not written.

use super::super::pipeline::{
    Actor, Case, Event, EventKind, Fields, FiredTimer, Name, OpenTask, Origin, Paused, Stay, Vote,
};
use crate::shape::Value;
use crate::snapshot::{Bytes, Stored, Writer, stored, stored_code};
use crate::time::Instant;

stored_code!(EventKind);
stored!(Actor { id: String, roles: Vec<String> });
stored!(Event {
    id: Name, at: Option<Instant>, seq: Option<i64>, kind: EventKind, actor: Option<Box<Actor>>,
    on: Option<Name>, target: Option<Name>, reason: Option<String>, fields: Fields,
});
stored!(FiredTimer { timer: Name, deadline: Instant, planned_at: Instant, fired_at: Instant });
stored!(OpenTask { id: String, key: String, required: bool });
stored!(Vote { actor: Actor, approves: bool, target: Option<Name>, at: Instant });
stored!(Stay { stage: Name, entered_at: Instant, left_at: Instant, paused: Paused });

impl Stored for Case {
    const LEAST: usize = 128;

    fn store(&self, to: &mut Writer) {
        self.present(to);
        self.log.store(to);
        self.settled.store(to);
        self.origin.case().is_some().store(to);
        if let Some(origin) = self.origin.case() {
            origin.present(to);
        }
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        let mut case = load_present(from)?;
        case.log = Vec::load(from)?;
        case.settled = Vec::load(from)?;
        if bool::load(from)? {
            case.origin = Origin::of(load_present(from)?);
        }
        Some(case)
    }
}

impl Case {
    /// Writes it without its past.
    fn present(&self, to: &mut Writer) {
        self.id.store(to);
        self.author.store(to);
        self.created_at.store(to);
        self.stage.store(to);
        self.entered_at.store(to);
        self.last_activity_at.store(to);
        self.stepped_at.store(to);
        self.next_due.store(to);
        self.fields.store(to);
        self.reason.store(to);
        self.paused_since.store(to);
        self.paused.store(to);
        self.paused_idle.store(to);
        self.halted.store(to);
        self.fired.store(to);
        self.tasks.store(to);
        self.votes.store(to);
        self.stays.store(to);
    }
}

fn load_present(from: &mut Bytes<'_>) -> Option<Case> {
    Some(Case {
        id: Stored::load(from)?,
        pipeline: Name::default(),
        version: Name::default(),
        policy_hash: Name::default(),
        author: Stored::load(from)?,
        created_at: Stored::load(from)?,
        stage: Stored::load(from)?,
        entered_at: Stored::load(from)?,
        last_activity_at: Stored::load(from)?,
        stepped_at: Stored::load(from)?,
        next_due: Stored::load(from)?,
        fields: Stored::load(from)?,
        reason: Stored::load(from)?,
        paused_since: Stored::load(from)?,
        paused: Stored::load(from)?,
        paused_idle: Stored::load(from)?,
        halted: Stored::load(from)?,
        fired: Stored::load(from)?,
        tasks: Stored::load(from)?,
        votes: Stored::load(from)?,
        stays: Stored::load(from)?,
        log: Vec::new(),
        origin: Origin::default(),
        settled: Vec::new(),
    })
}

impl Stored for Name {
    const LEAST: usize = 4;

    fn store(&self, to: &mut Writer) {
        store_text(self, to);
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        String::load(from).map(Self::from)
    }
}

fn store_text(text: &str, to: &mut Writer) {
    (text.len() as u32).store(to);
    to.0.extend_from_slice(text.as_bytes());
}

/// Longer pauses than a reader takes are in no case; those that add up to more stand at the end.
const LONGEST_MS: i64 = (1 << 53) - 1;

impl Stored for Paused {
    const LEAST: usize = 16;

    fn store(&self, to: &mut Writer) {
        for ms in [self.elapsed_ms, self.working_ms] {
            (ms.clamp(-LONGEST_MS, LONGEST_MS) as u64).store(to);
        }
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        let mut ms = || {
            let ms = u64::load(from)? as i64;
            (-LONGEST_MS..=LONGEST_MS).contains(&ms).then_some(ms)
        };
        Some(Self { elapsed_ms: ms()?, working_ms: ms()? })
    }
}

impl Stored for Fields {
    const LEAST: usize = 1;

    fn store(&self, to: &mut Writer) {
        store_value(self.value(), to);
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        load_value(from, MAX_KEPT_DEPTH).map(Self::from)
    }
}

/// Deeper than hosts hand over, and not so deep that bytes could exhaust the stack.
const MAX_KEPT_DEPTH: usize = 200;

const NULL: u8 = 0;
const NO: u8 = 1;
const YES: u8 = 2;
const INT: u8 = 3;
const FLOAT: u8 = 4;
const DECIMAL: u8 = 5;
const TEXT: u8 = 6;
const INSTANT: u8 = 7;
const LIST: u8 = 8;
const MAP: u8 = 9;

fn store_value(value: &Value, to: &mut Writer) {
    match value {
        // No answer could hold what is no data either.
        Value::Null | Value::Object(_) | Value::Foreign(_) => NULL.store(to),
        Value::Bool(yes) => if *yes { YES } else { NO }.store(to),
        Value::Int(whole) => {
            INT.store(to);
            (*whole as u64).store(to);
        }
        Value::Float(x) => {
            FLOAT.store(to);
            x.to_bits().store(to);
        }
        Value::Decimal(decimal) => {
            DECIMAL.store(to);
            store_text(&decimal.to_string(), to);
        }
        Value::Text(text) => {
            TEXT.store(to);
            text.store(to);
        }
        Value::Instant(t) => {
            INSTANT.store(to);
            t.store(to);
        }
        Value::List(items) => {
            LIST.store(to);
            (items.len() as u32).store(to);
            items.iter().for_each(|item| store_value(item, to));
        }
        Value::Map(entries) => {
            MAP.store(to);
            (entries.len() as u32).store(to);
            for (key, value) in entries {
                store_text(key, to);
                store_value(value, to);
            }
        }
        // As JSON has them.
        Value::Column(column) => {
            LIST.store(to);
            (column.len() as u32).store(to);
            (0..column.len()).for_each(|row| store_value(&column.plain(row), to));
        }
        Value::Bytes(bytes) => {
            TEXT.store(to);
            bytes.to_hex().store(to);
        }
    }
}

fn load_value(from: &mut Bytes<'_>, depth: usize) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    Some(match u8::load(from)? {
        NULL => Value::Null,
        NO => Value::Bool(false),
        YES => Value::Bool(true),
        INT => Value::Int(u64::load(from)? as i64),
        FLOAT => Value::Float(f64::from_bits(u64::load(from)?)),
        DECIMAL => Value::Decimal(String::load(from)?.parse().ok()?),
        TEXT => Value::Text(String::load(from)?),
        INSTANT => Value::Instant(Stored::load(from)?),
        LIST => {
            let mut items = Vec::new();
            for _ in 0..u32::load(from)? {
                items.push(load_value(from, depth)?);
            }
            Value::List(items)
        }
        MAP => {
            let mut entries = Vec::new();
            for _ in 0..u32::load(from)? {
                entries.push((String::load(from)?, load_value(from, depth)?));
            }
            Value::Map(entries)
        }
        _ => return None,
    })
}
