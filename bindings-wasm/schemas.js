// Written by `cargo xtask stubs`: change the catalog of the core, not this file.
export const schemas = {
  presence: () => ({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/PresencePolicy",
    "$defs": {
      "Boundary": {
        "description": "Whether the boundary itself is inside.",
        "enum": ["closed", "half_open"]
      },
      "Metric": {
        "description": "How distances are measured.",
        "enum": ["ellipsoidal", "haversine"]
      },
      "Model": { "description": "How presence is decided.", "enum": ["probability", "margin"] },
      "PresencePolicy": {
        "description": "How one fix is held against one fence.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "model": {
            "description": "How presence is decided.",
            "$ref": "#/$defs/Model",
            "default": "probability"
          },
          "metric": {
            "description": "How distances are measured.",
            "$ref": "#/$defs/Metric",
            "default": "ellipsoidal"
          },
          "boundary": {
            "description": "Whether the boundary is inside.",
            "$ref": "#/$defs/Boundary",
            "default": "closed"
          },
          "tolerance_m": {
            "description": "Metres around every fence that count as inside, unless the fence says otherwise.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 0.0
          },
          "accuracy_percentile": {
            "description": "Share of positions within `accuracy_m` of the true one: 0.68 (Android), 0.95.",
            "type": "number",
            "exclusiveMinimum": 0.0,
            "maximum": 0.9999,
            "default": 0.68
          },
          "accuracy_floor_m": {
            "description": "Better accuracies than this many metres are not believed.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 5.0
          },
          "max_accuracy_m": {
            "description": "Worse accuracies than this many metres prove no presence.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 100.0
          },
          "default_accuracy_m": {
            "description": "Metres assumed where a fix has no accuracy; without it such a fix is uncertain.",
            "anyOf": [
              { "type": "number", "exclusiveMinimum": 0.0, "maximum": 1000000.0 },
              { "type": "null" }
            ],
            "default": null
          },
          "inside_probability": {
            "description": "From this probability on a fix is inside.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1.0,
            "default": 0.85
          },
          "outside_probability": {
            "description": "Up to this probability a fix is outside.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1.0,
            "default": 0.15
          }
        },
        "required": [],
        "additionalProperties": false
      }
    }
  }),
  tracker: () => ({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/TrackerPolicy",
    "$defs": {
      "Boundary": {
        "description": "Whether the boundary itself is inside.",
        "enum": ["closed", "half_open"]
      },
      "EnterPolicy": {
        "description": "How many fixes, over what time, confirm that a fence was entered.",
        "type": "object",
        "properties": {
          "fixes": {
            "description": "So many inside fixes in a row confirm it ...",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 2
          },
          "min_span": {
            "description": "... if the last is so long after the first;",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "10s"
          },
          "or_after": {
            "description": "or any inside fix so long after the first.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "30s"
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "ExitPolicy": {
        "description": "How many fixes, over what time, confirm that a fence was left.",
        "type": "object",
        "properties": {
          "fixes": {
            "description": "So many fixes outside the exit fence in a row confirm it ...",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 2
          },
          "min_span": {
            "description": "... if the last is so long after the first;",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "10s"
          },
          "or_after": {
            "description": "or any such fix so long after the first.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "1m"
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Metric": {
        "description": "How distances are measured.",
        "enum": ["ellipsoidal", "haversine"]
      },
      "Model": { "description": "How presence is decided.", "enum": ["probability", "margin"] },
      "PresencePolicy": {
        "description": "How one fix is held against one fence.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "model": {
            "description": "How presence is decided.",
            "$ref": "#/$defs/Model",
            "default": "probability"
          },
          "metric": {
            "description": "How distances are measured.",
            "$ref": "#/$defs/Metric",
            "default": "ellipsoidal"
          },
          "boundary": {
            "description": "Whether the boundary is inside.",
            "$ref": "#/$defs/Boundary",
            "default": "closed"
          },
          "tolerance_m": {
            "description": "Metres around every fence that count as inside, unless the fence says otherwise.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 0.0
          },
          "accuracy_percentile": {
            "description": "Share of positions within `accuracy_m` of the true one: 0.68 (Android), 0.95.",
            "type": "number",
            "exclusiveMinimum": 0.0,
            "maximum": 0.9999,
            "default": 0.68
          },
          "accuracy_floor_m": {
            "description": "Better accuracies than this many metres are not believed.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 5.0
          },
          "max_accuracy_m": {
            "description": "Worse accuracies than this many metres prove no presence.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 100.0
          },
          "default_accuracy_m": {
            "description": "Metres assumed where a fix has no accuracy; without it such a fix is uncertain.",
            "anyOf": [
              { "type": "number", "exclusiveMinimum": 0.0, "maximum": 1000000.0 },
              { "type": "null" }
            ],
            "default": null
          },
          "inside_probability": {
            "description": "From this probability on a fix is inside.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1.0,
            "default": 0.85
          },
          "outside_probability": {
            "description": "Up to this probability a fix is outside.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1.0,
            "default": 0.15
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "TrackerPolicy": {
        "description": "How a stream of fixes becomes events.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "presence": {
            "description": "How one fix is held against a fence.",
            "$ref": "#/$defs/PresencePolicy",
            "default": {
              "version": 1,
              "model": "probability",
              "metric": "ellipsoidal",
              "boundary": "closed",
              "tolerance_m": 0.0,
              "accuracy_percentile": 0.68,
              "accuracy_floor_m": 5.0,
              "max_accuracy_m": 100.0,
              "default_accuracy_m": null,
              "inside_probability": 0.85,
              "outside_probability": 0.15
            }
          },
          "enter": {
            "description": "What confirms that a fence was entered.",
            "$ref": "#/$defs/EnterPolicy",
            "default": { "fixes": 2, "min_span": "10s", "or_after": "30s" }
          },
          "exit": {
            "description": "What confirms that it was left.",
            "$ref": "#/$defs/ExitPolicy",
            "default": { "fixes": 2, "min_span": "10s", "or_after": "1m" }
          },
          "dwell": {
            "description": "So much time on site is a dwell.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "5m"
          },
          "grace": {
            "description": "Leaving for less than this continues the visit.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "3m"
          },
          "gap": {
            "description": "Silence longer than this is a gap.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "15m"
          },
          "lateness": {
            "description": "Fixes may come so much later than newer ones of the same rep and source, and the first of a source so much later than those of the others.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "5m"
          },
          "max_pending": {
            "description": "So many fixes of one rep and source may wait for their place in the order.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 4096
          },
          "clock_ahead": {
            "description": "A fix further ahead of its receipt, or of `now`, is put aside.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "1m"
          },
          "max_speed_mps": {
            "description": "Faster than this, in m/s, no leg is real: it confirms no exit and crosses no fence.",
            "type": "number",
            "exclusiveMinimum": 0.0,
            "maximum": 1000000.0,
            "default": 70.0
          },
          "typical_accuracy_m": {
            "description": "The accuracy in metres that honest phones reach on site, indoors too: fences that it is too poor for are named by `lint`.",
            "type": "number",
            "exclusiveMinimum": 0.0,
            "maximum": 1000000.0,
            "default": 30.0
          }
        },
        "required": [],
        "additionalProperties": false
      }
    }
  }),
  visit: () => ({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/VisitPolicy",
    "$defs": {
      "AnomalyPolicy": {
        "description": "When a track is not what a moving person's phone writes.",
        "type": "object",
        "properties": {
          "max_speed_mps": {
            "description": "Faster than this, in m/s, no leg is real.",
            "type": "number",
            "exclusiveMinimum": 0.0,
            "maximum": 1000000.0,
            "default": 70.0
          },
          "max_flight_speed_mps": {
            "description": "Nor, over long legs, faster than this: planes.",
            "type": "number",
            "exclusiveMinimum": 0.0,
            "maximum": 1000000.0,
            "default": 300.0
          },
          "flight_leg_m": {
            "description": "Legs, and runs of fast legs, longer than this many metres may be flights.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 100000.0
          },
          "teleport_leg_m": {
            "description": "Both legs of a teleport are longer than this many metres.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 100.0
          },
          "teleport_return_share": {
            "description": "A teleport returns to within this share of its shorter leg.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1.0,
            "default": 0.3
          },
          "frozen_fixes": {
            "description": "So many fixes at least make frozen coordinates. A fix that does not say where it is from counts as one of satellites, as browsers never say; where most of a run come from networks or fused providers, or tell no accuracy, it is a note.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 8
          },
          "frozen_places": {
            "description": "In so many places at most, told apart to 1e-7 degrees.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 2
          },
          "frozen_span": {
            "description": "Over at least this time.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "4m"
          },
          "clock_ahead": {
            "description": "A fix further ahead of its receipt than this is not used.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "1m"
          },
          "accuracy_constant_fixes": {
            "description": "So many fixes at least show that the accuracy never changes.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 30
          },
          "companion_span": {
            "description": "Two reps within joint accuracy for longer than this ...",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "2h"
          },
          "companion_sites": {
            "description": "... and at this many sites are one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 3
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Boundary": {
        "description": "Whether the boundary itself is inside.",
        "enum": ["closed", "half_open"]
      },
      "CalendarDays": {
        "description": "Dates with hours of their own: a holiday, a vacation, a working Saturday.",
        "type": "object",
        "properties": {
          "first": { "description": "The first date.", "type": "string", "format": "date" },
          "last": {
            "description": "The last date, which is one of them; by default the first is the only one.",
            "anyOf": [{ "type": "string", "format": "date" }, { "type": "null" }],
            "default": null
          },
          "hours": {
            "description": "The hours of each of these dates; none of a day off.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": []
          },
          "name": {
            "description": "What it is, for people.",
            "anyOf": [{ "type": "string" }, { "type": "null" }],
            "default": null
          }
        },
        "required": ["first"],
        "additionalProperties": false
      },
      "CalendarLayer": {
        "description": "What a branch or a rep has of its own.",
        "type": "object",
        "properties": {
          "name": {
            "description": "Whose it is, for people: `company`, `branch`, `rep`.",
            "anyOf": [{ "type": "string" }, { "type": "null" }],
            "default": null
          },
          "hours": {
            "description": "Its hours, in place of those of the layers before it.",
            "anyOf": [{ "$ref": "#/$defs/WeekHours" }, { "type": "null" }],
            "default": null
          },
          "days": {
            "description": "Its dates, in place of what the layers before it say of them.",
            "type": "array",
            "items": { "$ref": "#/$defs/CalendarDays" },
            "default": []
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "CalendarPolicy": {
        "description": "When people work.\n\nOf a date decides the last layer that names it; of other dates the day of the week, by the last layer that has hours. So a company's holiday holds for a rep with hours of their own, and a rep's vacation holds on a working Saturday.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "zone": {
            "description": "Whose clock the hours are of.",
            "$ref": "#/$defs/Zone",
            "default": "UTC"
          },
          "hours": {
            "description": "The hours of a week, where no layer has others.",
            "$ref": "#/$defs/WeekHours",
            "default": {
              "monday": [{ "start": "09:00", "end": "18:00" }],
              "tuesday": [{ "start": "09:00", "end": "18:00" }],
              "wednesday": [{ "start": "09:00", "end": "18:00" }],
              "thursday": [{ "start": "09:00", "end": "18:00" }],
              "friday": [{ "start": "09:00", "end": "18:00" }],
              "saturday": [],
              "sunday": []
            }
          },
          "days": {
            "description": "Dates with hours of their own.",
            "type": "array",
            "items": { "$ref": "#/$defs/CalendarDays" },
            "default": []
          },
          "layers": {
            "description": "From the weakest to the strongest: company, branch, rep.",
            "type": "array",
            "items": { "$ref": "#/$defs/CalendarLayer" },
            "default": []
          },
          "week_start": {
            "description": "The day on which `this_week` begins.",
            "$ref": "#/$defs/Weekday",
            "default": "monday"
          },
          "year_start": {
            "description": "The month, 1 to 12, with which years and quarters begin; a year is called by the one in which it begins.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Confidence": {
        "description": "How much a stay rests on measurement.",
        "enum": ["low", "high"]
      },
      "Degrade": {
        "description": "What an anomaly does to a verdict that it bears on.",
        "enum": ["suspect", "note"]
      },
      "DegradePolicy": {
        "description": "What each anomaly does to a verdict that it bears on.",
        "type": "object",
        "properties": {
          "mock_location": {
            "description": "The device says that the position is simulated.",
            "$ref": "#/$defs/Degrade",
            "default": "suspect"
          },
          "teleport": {
            "description": "There and back, both ways faster than anything drives.",
            "$ref": "#/$defs/Degrade",
            "default": "suspect"
          },
          "frozen_coordinates": {
            "description": "The same coordinates to the last digit.",
            "$ref": "#/$defs/Degrade",
            "default": "suspect"
          },
          "replayed_track": {
            "description": "The path of an earlier day.",
            "$ref": "#/$defs/Degrade",
            "default": "suspect"
          },
          "companion_track": {
            "description": "Two phones in one pocket.",
            "$ref": "#/$defs/Degrade",
            "default": "suspect"
          },
          "speed_impossible": {
            "description": "One leg faster than anything drives.",
            "$ref": "#/$defs/Degrade",
            "default": "note"
          },
          "clock_ahead": {
            "description": "Fixes from the future.",
            "$ref": "#/$defs/Degrade",
            "default": "note"
          },
          "clock_back": {
            "description": "A clock that was set back.",
            "$ref": "#/$defs/Degrade",
            "default": "note"
          },
          "zero_island": {
            "description": "Fixes at latitude 0, longitude 0.",
            "$ref": "#/$defs/Degrade",
            "default": "note"
          },
          "accuracy_constant": {
            "description": "The accuracy never changes.",
            "$ref": "#/$defs/Degrade",
            "default": "note"
          },
          "conflicting_fix": {
            "description": "Several places at one instant.",
            "$ref": "#/$defs/Degrade",
            "default": "note"
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Detail": {
        "description": "How much a report tells.",
        "enum": ["verdict", "evidence", "track"]
      },
      "DutyHours": {
        "description": "Hours on duty: a list of times, or a calendar whose working hours they are.",
        "anyOf": [
          { "type": "array", "items": { "$ref": "#/$defs/Interval" } },
          { "$ref": "#/$defs/WorkCalendar" }
        ]
      },
      "EnterPolicy": {
        "description": "How many fixes, over what time, confirm that a fence was entered.",
        "type": "object",
        "properties": {
          "fixes": {
            "description": "So many inside fixes in a row confirm it ...",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 2
          },
          "min_span": {
            "description": "... if the last is so long after the first;",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "10s"
          },
          "or_after": {
            "description": "or any inside fix so long after the first.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "30s"
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "ExitPolicy": {
        "description": "How many fixes, over what time, confirm that a fence was left.",
        "type": "object",
        "properties": {
          "fixes": {
            "description": "So many fixes outside the exit fence in a row confirm it ...",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 2
          },
          "min_span": {
            "description": "... if the last is so long after the first;",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "10s"
          },
          "or_after": {
            "description": "or any such fix so long after the first.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "1m"
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Hours": {
        "description": "Working hours within one date, [start, end).",
        "type": "object",
        "properties": {
          "start": {
            "description": "When they begin by the local clock, such as `09:00`.",
            "type": "string",
            "default": "09:00"
          },
          "end": {
            "description": "When they end, such as `18:00`; `24:00` is the end of the date.",
            "type": "string",
            "default": "18:00"
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Interval": {
        "description": "A half-open range of time.",
        "type": "object",
        "properties": {
          "start": { "description": "First instant.", "type": "string", "format": "date-time" },
          "end": {
            "description": "First instant after it.",
            "type": "string",
            "format": "date-time"
          }
        },
        "required": ["start", "end"],
        "additionalProperties": true
      },
      "Metric": {
        "description": "How distances are measured.",
        "enum": ["ellipsoidal", "haversine"]
      },
      "Model": { "description": "How presence is decided.", "enum": ["probability", "margin"] },
      "PresencePolicy": {
        "description": "How one fix is held against one fence.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "model": {
            "description": "How presence is decided.",
            "$ref": "#/$defs/Model",
            "default": "probability"
          },
          "metric": {
            "description": "How distances are measured.",
            "$ref": "#/$defs/Metric",
            "default": "ellipsoidal"
          },
          "boundary": {
            "description": "Whether the boundary is inside.",
            "$ref": "#/$defs/Boundary",
            "default": "closed"
          },
          "tolerance_m": {
            "description": "Metres around every fence that count as inside, unless the fence says otherwise.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 0.0
          },
          "accuracy_percentile": {
            "description": "Share of positions within `accuracy_m` of the true one: 0.68 (Android), 0.95.",
            "type": "number",
            "exclusiveMinimum": 0.0,
            "maximum": 0.9999,
            "default": 0.68
          },
          "accuracy_floor_m": {
            "description": "Better accuracies than this many metres are not believed.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 5.0
          },
          "max_accuracy_m": {
            "description": "Worse accuracies than this many metres prove no presence.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 100.0
          },
          "default_accuracy_m": {
            "description": "Metres assumed where a fix has no accuracy; without it such a fix is uncertain.",
            "anyOf": [
              { "type": "number", "exclusiveMinimum": 0.0, "maximum": 1000000.0 },
              { "type": "null" }
            ],
            "default": null
          },
          "inside_probability": {
            "description": "From this probability on a fix is inside.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1.0,
            "default": 0.85
          },
          "outside_probability": {
            "description": "Up to this probability a fix is outside.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1.0,
            "default": 0.15
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Sampling": {
        "description": "How the tracker samples.",
        "enum": ["continuous", "motion_gated", "check_in"]
      },
      "SlotRule": { "description": "What has to lie in the slot.", "enum": ["arrival", "presence"] },
      "VisitPolicy": {
        "description": "The rules by which visits are judged.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "presence": {
            "description": "How one fix is held against a fence.",
            "$ref": "#/$defs/PresencePolicy",
            "default": {
              "version": 1,
              "model": "probability",
              "metric": "ellipsoidal",
              "boundary": "closed",
              "tolerance_m": 0.0,
              "accuracy_percentile": 0.68,
              "accuracy_floor_m": 5.0,
              "max_accuracy_m": 100.0,
              "default_accuracy_m": null,
              "inside_probability": 0.85,
              "outside_probability": 0.15
            }
          },
          "slot_rule": {
            "description": "What has to lie in the slot.",
            "$ref": "#/$defs/SlotRule",
            "default": "arrival"
          },
          "early": {
            "description": "So much before the slot an arrival still counts.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "15m"
          },
          "late": {
            "description": "So much after the slot's end an arrival still counts.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "15m"
          },
          "min_dwell": {
            "description": "Time on site that makes a visit, where the plan says nothing else.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "5m"
          },
          "dwell_grace": {
            "description": "So much less still makes one.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "30s"
          },
          "enter": {
            "description": "What confirms that a fence was entered.",
            "$ref": "#/$defs/EnterPolicy",
            "default": { "fixes": 2, "min_span": "10s", "or_after": "30s" }
          },
          "exit": {
            "description": "What confirms that it was left.",
            "$ref": "#/$defs/ExitPolicy",
            "default": { "fixes": 2, "min_span": "10s", "or_after": "1m" }
          },
          "grace": {
            "description": "Leaving for less than this continues the visit.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "3m"
          },
          "gap": {
            "description": "Silence longer than this is a gap.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "15m"
          },
          "sampling": {
            "description": "How the tracker samples.",
            "$ref": "#/$defs/Sampling",
            "default": "continuous"
          },
          "motion_gap": {
            "description": "With `motion_gated`, silence longer than this is a gap all the same.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "4h"
          },
          "min_confidence": {
            "description": "Stays of lower confidence are `unproven`.",
            "$ref": "#/$defs/Confidence",
            "default": "low"
          },
          "max_bridged_share": {
            "description": "A larger share of time on site without a usable fix proves nothing.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1.0,
            "default": 0.5
          },
          "passed_by": {
            "description": "Inside for less than this is passing by, unless a visit takes no longer.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "1m"
          },
          "max_travel_speed_mps": {
            "description": "Nobody gets to a site and back faster than this many m/s on average.",
            "type": "number",
            "exclusiveMinimum": 0.0,
            "maximum": 1000000.0,
            "default": 40.0
          },
          "anomaly_window": {
            "description": "Anomalies within this time of a stay bear on it.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "10m"
          },
          "anomalies": {
            "description": "What is an anomaly.",
            "$ref": "#/$defs/AnomalyPolicy",
            "default": {
              "max_speed_mps": 70.0,
              "max_flight_speed_mps": 300.0,
              "flight_leg_m": 100000.0,
              "teleport_leg_m": 100.0,
              "teleport_return_share": 0.3,
              "frozen_fixes": 8,
              "frozen_places": 2,
              "frozen_span": "4m",
              "clock_ahead": "1m",
              "accuracy_constant_fixes": 30,
              "companion_span": "2h",
              "companion_sites": 3
            }
          },
          "degrade": {
            "description": "What an anomaly does.",
            "$ref": "#/$defs/DegradePolicy",
            "default": {
              "mock_location": "suspect",
              "teleport": "suspect",
              "frozen_coordinates": "suspect",
              "replayed_track": "suspect",
              "companion_track": "suspect",
              "speed_impossible": "note",
              "clock_ahead": "note",
              "clock_back": "note",
              "zero_island": "note",
              "accuracy_constant": "note",
              "conflicting_fix": "note"
            }
          },
          "require_mock_flag": {
            "description": "Whether a device that cannot tell simulated positions proves nothing.",
            "type": "boolean",
            "default": false
          },
          "zone": {
            "description": "The zone of the plan's dates.",
            "$ref": "#/$defs/Zone",
            "default": "UTC"
          },
          "observe": {
            "description": "Hours on duty, a list of times or a calendar: fixes outside them are dropped at the door and only counted. Times that touch or overlap are one.",
            "anyOf": [{ "$ref": "#/$defs/DutyHours" }, { "type": "null" }],
            "default": null
          },
          "stop_radius_m": {
            "description": "Two fixes within this many metres may belong to one stop.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 100.0
          },
          "stop_span": {
            "description": "Standing still for this long is a stop.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "5m"
          },
          "detail": {
            "description": "How much the report tells.",
            "$ref": "#/$defs/Detail",
            "default": "evidence"
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "WeekHours": {
        "description": "Working hours by day of the week; several parts leave a lunch between them: `{\"monday\": [{\"start\": \"09:00\", \"end\": \"13:00\"}, {\"start\": \"14:00\", \"end\": \"18:00\"}]}`.",
        "type": "object",
        "properties": {
          "monday": {
            "description": "Of Mondays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "tuesday": {
            "description": "Of Tuesdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "wednesday": {
            "description": "Of Wednesdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "thursday": {
            "description": "Of Thursdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "friday": {
            "description": "Of Fridays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "saturday": {
            "description": "Of Saturdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": []
          },
          "sunday": {
            "description": "Of Sundays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": []
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Weekday": {
        "description": "A day of the week.",
        "enum": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
      },
      "WorkCalendar": {
        "description": "A calendar, or the policy of one.",
        "anyOf": [{ "$ref": "#/$defs/CalendarPolicy" }, { "type": "object" }]
      },
      "Zone": {
        "description": "A zone: a table of offsets, or a name where names are known.",
        "anyOf": [{ "type": "string" }, { "$ref": "#/$defs/ZoneTable" }]
      },
      "ZoneTable": {
        "description": "A zone's offsets from UTC, each from an instant on.\n\nBefore the first row the first row's offset holds. In a browser the table is made from `Intl`; with feature `tzdb` (on in Python and Node) a name is enough.",
        "type": "object",
        "properties": {
          "name": {
            "description": "Name, such as `Europe/Moscow`; it only names the table.",
            "type": "string"
          },
          "offsets": {
            "description": "Rows `[utc_ms, offset_s]`, `utc_ms` increasing: seconds east of UTC from that instant.",
            "type": "array",
            "items": {
              "type": "array",
              "items": {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              }
            }
          }
        },
        "required": ["name", "offsets"],
        "additionalProperties": true
      }
    }
  }),
  anomaly: () => ({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/AnomalyPolicy",
    "$defs": {
      "AnomalyPolicy": {
        "description": "When a track is not what a moving person's phone writes.",
        "type": "object",
        "properties": {
          "max_speed_mps": {
            "description": "Faster than this, in m/s, no leg is real.",
            "type": "number",
            "exclusiveMinimum": 0.0,
            "maximum": 1000000.0,
            "default": 70.0
          },
          "max_flight_speed_mps": {
            "description": "Nor, over long legs, faster than this: planes.",
            "type": "number",
            "exclusiveMinimum": 0.0,
            "maximum": 1000000.0,
            "default": 300.0
          },
          "flight_leg_m": {
            "description": "Legs, and runs of fast legs, longer than this many metres may be flights.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 100000.0
          },
          "teleport_leg_m": {
            "description": "Both legs of a teleport are longer than this many metres.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 100.0
          },
          "teleport_return_share": {
            "description": "A teleport returns to within this share of its shorter leg.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1.0,
            "default": 0.3
          },
          "frozen_fixes": {
            "description": "So many fixes at least make frozen coordinates. A fix that does not say where it is from counts as one of satellites, as browsers never say; where most of a run come from networks or fused providers, or tell no accuracy, it is a note.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 8
          },
          "frozen_places": {
            "description": "In so many places at most, told apart to 1e-7 degrees.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 2
          },
          "frozen_span": {
            "description": "Over at least this time.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "4m"
          },
          "clock_ahead": {
            "description": "A fix further ahead of its receipt than this is not used.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "1m"
          },
          "accuracy_constant_fixes": {
            "description": "So many fixes at least show that the accuracy never changes.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 30
          },
          "companion_span": {
            "description": "Two reps within joint accuracy for longer than this ...",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "2h"
          },
          "companion_sites": {
            "description": "... and at this many sites are one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 3
          }
        },
        "required": [],
        "additionalProperties": false
      }
    }
  }),
  deviation: () => ({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/DeviationPolicy",
    "$defs": {
      "AnomalyPolicy": {
        "description": "When a track is not what a moving person's phone writes.",
        "type": "object",
        "properties": {
          "max_speed_mps": {
            "description": "Faster than this, in m/s, no leg is real.",
            "type": "number",
            "exclusiveMinimum": 0.0,
            "maximum": 1000000.0,
            "default": 70.0
          },
          "max_flight_speed_mps": {
            "description": "Nor, over long legs, faster than this: planes.",
            "type": "number",
            "exclusiveMinimum": 0.0,
            "maximum": 1000000.0,
            "default": 300.0
          },
          "flight_leg_m": {
            "description": "Legs, and runs of fast legs, longer than this many metres may be flights.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 100000.0
          },
          "teleport_leg_m": {
            "description": "Both legs of a teleport are longer than this many metres.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 100.0
          },
          "teleport_return_share": {
            "description": "A teleport returns to within this share of its shorter leg.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1.0,
            "default": 0.3
          },
          "frozen_fixes": {
            "description": "So many fixes at least make frozen coordinates. A fix that does not say where it is from counts as one of satellites, as browsers never say; where most of a run come from networks or fused providers, or tell no accuracy, it is a note.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 8
          },
          "frozen_places": {
            "description": "In so many places at most, told apart to 1e-7 degrees.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 2
          },
          "frozen_span": {
            "description": "Over at least this time.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "4m"
          },
          "clock_ahead": {
            "description": "A fix further ahead of its receipt than this is not used.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "1m"
          },
          "accuracy_constant_fixes": {
            "description": "So many fixes at least show that the accuracy never changes.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 30
          },
          "companion_span": {
            "description": "Two reps within joint accuracy for longer than this ...",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "2h"
          },
          "companion_sites": {
            "description": "... and at this many sites are one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 3
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Boundary": {
        "description": "Whether the boundary itself is inside.",
        "enum": ["closed", "half_open"]
      },
      "CalendarDays": {
        "description": "Dates with hours of their own: a holiday, a vacation, a working Saturday.",
        "type": "object",
        "properties": {
          "first": { "description": "The first date.", "type": "string", "format": "date" },
          "last": {
            "description": "The last date, which is one of them; by default the first is the only one.",
            "anyOf": [{ "type": "string", "format": "date" }, { "type": "null" }],
            "default": null
          },
          "hours": {
            "description": "The hours of each of these dates; none of a day off.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": []
          },
          "name": {
            "description": "What it is, for people.",
            "anyOf": [{ "type": "string" }, { "type": "null" }],
            "default": null
          }
        },
        "required": ["first"],
        "additionalProperties": false
      },
      "CalendarLayer": {
        "description": "What a branch or a rep has of its own.",
        "type": "object",
        "properties": {
          "name": {
            "description": "Whose it is, for people: `company`, `branch`, `rep`.",
            "anyOf": [{ "type": "string" }, { "type": "null" }],
            "default": null
          },
          "hours": {
            "description": "Its hours, in place of those of the layers before it.",
            "anyOf": [{ "$ref": "#/$defs/WeekHours" }, { "type": "null" }],
            "default": null
          },
          "days": {
            "description": "Its dates, in place of what the layers before it say of them.",
            "type": "array",
            "items": { "$ref": "#/$defs/CalendarDays" },
            "default": []
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "CalendarPolicy": {
        "description": "When people work.\n\nOf a date decides the last layer that names it; of other dates the day of the week, by the last layer that has hours. So a company's holiday holds for a rep with hours of their own, and a rep's vacation holds on a working Saturday.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "zone": {
            "description": "Whose clock the hours are of.",
            "$ref": "#/$defs/Zone",
            "default": "UTC"
          },
          "hours": {
            "description": "The hours of a week, where no layer has others.",
            "$ref": "#/$defs/WeekHours",
            "default": {
              "monday": [{ "start": "09:00", "end": "18:00" }],
              "tuesday": [{ "start": "09:00", "end": "18:00" }],
              "wednesday": [{ "start": "09:00", "end": "18:00" }],
              "thursday": [{ "start": "09:00", "end": "18:00" }],
              "friday": [{ "start": "09:00", "end": "18:00" }],
              "saturday": [],
              "sunday": []
            }
          },
          "days": {
            "description": "Dates with hours of their own.",
            "type": "array",
            "items": { "$ref": "#/$defs/CalendarDays" },
            "default": []
          },
          "layers": {
            "description": "From the weakest to the strongest: company, branch, rep.",
            "type": "array",
            "items": { "$ref": "#/$defs/CalendarLayer" },
            "default": []
          },
          "week_start": {
            "description": "The day on which `this_week` begins.",
            "$ref": "#/$defs/Weekday",
            "default": "monday"
          },
          "year_start": {
            "description": "The month, 1 to 12, with which years and quarters begin; a year is called by the one in which it begins.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Confidence": {
        "description": "How much a stay rests on measurement.",
        "enum": ["low", "high"]
      },
      "Degrade": {
        "description": "What an anomaly does to a verdict that it bears on.",
        "enum": ["suspect", "note"]
      },
      "DegradePolicy": {
        "description": "What each anomaly does to a verdict that it bears on.",
        "type": "object",
        "properties": {
          "mock_location": {
            "description": "The device says that the position is simulated.",
            "$ref": "#/$defs/Degrade",
            "default": "suspect"
          },
          "teleport": {
            "description": "There and back, both ways faster than anything drives.",
            "$ref": "#/$defs/Degrade",
            "default": "suspect"
          },
          "frozen_coordinates": {
            "description": "The same coordinates to the last digit.",
            "$ref": "#/$defs/Degrade",
            "default": "suspect"
          },
          "replayed_track": {
            "description": "The path of an earlier day.",
            "$ref": "#/$defs/Degrade",
            "default": "suspect"
          },
          "companion_track": {
            "description": "Two phones in one pocket.",
            "$ref": "#/$defs/Degrade",
            "default": "suspect"
          },
          "speed_impossible": {
            "description": "One leg faster than anything drives.",
            "$ref": "#/$defs/Degrade",
            "default": "note"
          },
          "clock_ahead": {
            "description": "Fixes from the future.",
            "$ref": "#/$defs/Degrade",
            "default": "note"
          },
          "clock_back": {
            "description": "A clock that was set back.",
            "$ref": "#/$defs/Degrade",
            "default": "note"
          },
          "zero_island": {
            "description": "Fixes at latitude 0, longitude 0.",
            "$ref": "#/$defs/Degrade",
            "default": "note"
          },
          "accuracy_constant": {
            "description": "The accuracy never changes.",
            "$ref": "#/$defs/Degrade",
            "default": "note"
          },
          "conflicting_fix": {
            "description": "Several places at one instant.",
            "$ref": "#/$defs/Degrade",
            "default": "note"
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Detail": {
        "description": "How much a report tells.",
        "enum": ["verdict", "evidence", "track"]
      },
      "DeviationPolicy": {
        "description": "When a rep is off the planned path.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "corridor_m": {
            "description": "So many metres from the path are still on it.",
            "type": "number",
            "exclusiveMinimum": 0.0,
            "maximum": 1000000.0,
            "default": 500.0
          },
          "off_after": {
            "description": "Outside the corridor for this long is an excursion.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "3m"
          },
          "back_after": {
            "description": "Back inside for this long ends it ...",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "1m"
          },
          "back_share": {
            "description": "... within this share of `corridor_m`.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1.0,
            "default": 0.8
          },
          "min_leg_share": {
            "description": "A leg of the path of which a smaller share was driven is skipped.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1.0,
            "default": 0.5
          },
          "visit": {
            "description": "How fixes are read: `presence` (accuracies), `gap`, `sampling`, `anomalies`, `observe`, stops, and `detail`.",
            "$ref": "#/$defs/VisitPolicy",
            "default": {
              "version": 1,
              "presence": {
                "version": 1,
                "model": "probability",
                "metric": "ellipsoidal",
                "boundary": "closed",
                "tolerance_m": 0.0,
                "accuracy_percentile": 0.68,
                "accuracy_floor_m": 5.0,
                "max_accuracy_m": 100.0,
                "default_accuracy_m": null,
                "inside_probability": 0.85,
                "outside_probability": 0.15
              },
              "slot_rule": "arrival",
              "early": "15m",
              "late": "15m",
              "min_dwell": "5m",
              "dwell_grace": "30s",
              "enter": { "fixes": 2, "min_span": "10s", "or_after": "30s" },
              "exit": { "fixes": 2, "min_span": "10s", "or_after": "1m" },
              "grace": "3m",
              "gap": "15m",
              "sampling": "continuous",
              "motion_gap": "4h",
              "min_confidence": "low",
              "max_bridged_share": 0.5,
              "passed_by": "1m",
              "max_travel_speed_mps": 40.0,
              "anomaly_window": "10m",
              "anomalies": {
                "max_speed_mps": 70.0,
                "max_flight_speed_mps": 300.0,
                "flight_leg_m": 100000.0,
                "teleport_leg_m": 100.0,
                "teleport_return_share": 0.3,
                "frozen_fixes": 8,
                "frozen_places": 2,
                "frozen_span": "4m",
                "clock_ahead": "1m",
                "accuracy_constant_fixes": 30,
                "companion_span": "2h",
                "companion_sites": 3
              },
              "degrade": {
                "mock_location": "suspect",
                "teleport": "suspect",
                "frozen_coordinates": "suspect",
                "replayed_track": "suspect",
                "companion_track": "suspect",
                "speed_impossible": "note",
                "clock_ahead": "note",
                "clock_back": "note",
                "zero_island": "note",
                "accuracy_constant": "note",
                "conflicting_fix": "note"
              },
              "require_mock_flag": false,
              "zone": "UTC",
              "observe": null,
              "stop_radius_m": 100.0,
              "stop_span": "5m",
              "detail": "evidence"
            }
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "DutyHours": {
        "description": "Hours on duty: a list of times, or a calendar whose working hours they are.",
        "anyOf": [
          { "type": "array", "items": { "$ref": "#/$defs/Interval" } },
          { "$ref": "#/$defs/WorkCalendar" }
        ]
      },
      "EnterPolicy": {
        "description": "How many fixes, over what time, confirm that a fence was entered.",
        "type": "object",
        "properties": {
          "fixes": {
            "description": "So many inside fixes in a row confirm it ...",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 2
          },
          "min_span": {
            "description": "... if the last is so long after the first;",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "10s"
          },
          "or_after": {
            "description": "or any inside fix so long after the first.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "30s"
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "ExitPolicy": {
        "description": "How many fixes, over what time, confirm that a fence was left.",
        "type": "object",
        "properties": {
          "fixes": {
            "description": "So many fixes outside the exit fence in a row confirm it ...",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 2
          },
          "min_span": {
            "description": "... if the last is so long after the first;",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "10s"
          },
          "or_after": {
            "description": "or any such fix so long after the first.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "1m"
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Hours": {
        "description": "Working hours within one date, [start, end).",
        "type": "object",
        "properties": {
          "start": {
            "description": "When they begin by the local clock, such as `09:00`.",
            "type": "string",
            "default": "09:00"
          },
          "end": {
            "description": "When they end, such as `18:00`; `24:00` is the end of the date.",
            "type": "string",
            "default": "18:00"
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Interval": {
        "description": "A half-open range of time.",
        "type": "object",
        "properties": {
          "start": { "description": "First instant.", "type": "string", "format": "date-time" },
          "end": {
            "description": "First instant after it.",
            "type": "string",
            "format": "date-time"
          }
        },
        "required": ["start", "end"],
        "additionalProperties": true
      },
      "Metric": {
        "description": "How distances are measured.",
        "enum": ["ellipsoidal", "haversine"]
      },
      "Model": { "description": "How presence is decided.", "enum": ["probability", "margin"] },
      "PresencePolicy": {
        "description": "How one fix is held against one fence.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "model": {
            "description": "How presence is decided.",
            "$ref": "#/$defs/Model",
            "default": "probability"
          },
          "metric": {
            "description": "How distances are measured.",
            "$ref": "#/$defs/Metric",
            "default": "ellipsoidal"
          },
          "boundary": {
            "description": "Whether the boundary is inside.",
            "$ref": "#/$defs/Boundary",
            "default": "closed"
          },
          "tolerance_m": {
            "description": "Metres around every fence that count as inside, unless the fence says otherwise.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 0.0
          },
          "accuracy_percentile": {
            "description": "Share of positions within `accuracy_m` of the true one: 0.68 (Android), 0.95.",
            "type": "number",
            "exclusiveMinimum": 0.0,
            "maximum": 0.9999,
            "default": 0.68
          },
          "accuracy_floor_m": {
            "description": "Better accuracies than this many metres are not believed.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 5.0
          },
          "max_accuracy_m": {
            "description": "Worse accuracies than this many metres prove no presence.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 100.0
          },
          "default_accuracy_m": {
            "description": "Metres assumed where a fix has no accuracy; without it such a fix is uncertain.",
            "anyOf": [
              { "type": "number", "exclusiveMinimum": 0.0, "maximum": 1000000.0 },
              { "type": "null" }
            ],
            "default": null
          },
          "inside_probability": {
            "description": "From this probability on a fix is inside.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1.0,
            "default": 0.85
          },
          "outside_probability": {
            "description": "Up to this probability a fix is outside.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1.0,
            "default": 0.15
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Sampling": {
        "description": "How the tracker samples.",
        "enum": ["continuous", "motion_gated", "check_in"]
      },
      "SlotRule": { "description": "What has to lie in the slot.", "enum": ["arrival", "presence"] },
      "VisitPolicy": {
        "description": "The rules by which visits are judged.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "presence": {
            "description": "How one fix is held against a fence.",
            "$ref": "#/$defs/PresencePolicy",
            "default": {
              "version": 1,
              "model": "probability",
              "metric": "ellipsoidal",
              "boundary": "closed",
              "tolerance_m": 0.0,
              "accuracy_percentile": 0.68,
              "accuracy_floor_m": 5.0,
              "max_accuracy_m": 100.0,
              "default_accuracy_m": null,
              "inside_probability": 0.85,
              "outside_probability": 0.15
            }
          },
          "slot_rule": {
            "description": "What has to lie in the slot.",
            "$ref": "#/$defs/SlotRule",
            "default": "arrival"
          },
          "early": {
            "description": "So much before the slot an arrival still counts.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "15m"
          },
          "late": {
            "description": "So much after the slot's end an arrival still counts.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "15m"
          },
          "min_dwell": {
            "description": "Time on site that makes a visit, where the plan says nothing else.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "5m"
          },
          "dwell_grace": {
            "description": "So much less still makes one.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "30s"
          },
          "enter": {
            "description": "What confirms that a fence was entered.",
            "$ref": "#/$defs/EnterPolicy",
            "default": { "fixes": 2, "min_span": "10s", "or_after": "30s" }
          },
          "exit": {
            "description": "What confirms that it was left.",
            "$ref": "#/$defs/ExitPolicy",
            "default": { "fixes": 2, "min_span": "10s", "or_after": "1m" }
          },
          "grace": {
            "description": "Leaving for less than this continues the visit.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "3m"
          },
          "gap": {
            "description": "Silence longer than this is a gap.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "15m"
          },
          "sampling": {
            "description": "How the tracker samples.",
            "$ref": "#/$defs/Sampling",
            "default": "continuous"
          },
          "motion_gap": {
            "description": "With `motion_gated`, silence longer than this is a gap all the same.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "4h"
          },
          "min_confidence": {
            "description": "Stays of lower confidence are `unproven`.",
            "$ref": "#/$defs/Confidence",
            "default": "low"
          },
          "max_bridged_share": {
            "description": "A larger share of time on site without a usable fix proves nothing.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1.0,
            "default": 0.5
          },
          "passed_by": {
            "description": "Inside for less than this is passing by, unless a visit takes no longer.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "1m"
          },
          "max_travel_speed_mps": {
            "description": "Nobody gets to a site and back faster than this many m/s on average.",
            "type": "number",
            "exclusiveMinimum": 0.0,
            "maximum": 1000000.0,
            "default": 40.0
          },
          "anomaly_window": {
            "description": "Anomalies within this time of a stay bear on it.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "10m"
          },
          "anomalies": {
            "description": "What is an anomaly.",
            "$ref": "#/$defs/AnomalyPolicy",
            "default": {
              "max_speed_mps": 70.0,
              "max_flight_speed_mps": 300.0,
              "flight_leg_m": 100000.0,
              "teleport_leg_m": 100.0,
              "teleport_return_share": 0.3,
              "frozen_fixes": 8,
              "frozen_places": 2,
              "frozen_span": "4m",
              "clock_ahead": "1m",
              "accuracy_constant_fixes": 30,
              "companion_span": "2h",
              "companion_sites": 3
            }
          },
          "degrade": {
            "description": "What an anomaly does.",
            "$ref": "#/$defs/DegradePolicy",
            "default": {
              "mock_location": "suspect",
              "teleport": "suspect",
              "frozen_coordinates": "suspect",
              "replayed_track": "suspect",
              "companion_track": "suspect",
              "speed_impossible": "note",
              "clock_ahead": "note",
              "clock_back": "note",
              "zero_island": "note",
              "accuracy_constant": "note",
              "conflicting_fix": "note"
            }
          },
          "require_mock_flag": {
            "description": "Whether a device that cannot tell simulated positions proves nothing.",
            "type": "boolean",
            "default": false
          },
          "zone": {
            "description": "The zone of the plan's dates.",
            "$ref": "#/$defs/Zone",
            "default": "UTC"
          },
          "observe": {
            "description": "Hours on duty, a list of times or a calendar: fixes outside them are dropped at the door and only counted. Times that touch or overlap are one.",
            "anyOf": [{ "$ref": "#/$defs/DutyHours" }, { "type": "null" }],
            "default": null
          },
          "stop_radius_m": {
            "description": "Two fixes within this many metres may belong to one stop.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 100.0
          },
          "stop_span": {
            "description": "Standing still for this long is a stop.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "5m"
          },
          "detail": {
            "description": "How much the report tells.",
            "$ref": "#/$defs/Detail",
            "default": "evidence"
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "WeekHours": {
        "description": "Working hours by day of the week; several parts leave a lunch between them: `{\"monday\": [{\"start\": \"09:00\", \"end\": \"13:00\"}, {\"start\": \"14:00\", \"end\": \"18:00\"}]}`.",
        "type": "object",
        "properties": {
          "monday": {
            "description": "Of Mondays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "tuesday": {
            "description": "Of Tuesdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "wednesday": {
            "description": "Of Wednesdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "thursday": {
            "description": "Of Thursdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "friday": {
            "description": "Of Fridays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "saturday": {
            "description": "Of Saturdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": []
          },
          "sunday": {
            "description": "Of Sundays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": []
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Weekday": {
        "description": "A day of the week.",
        "enum": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
      },
      "WorkCalendar": {
        "description": "A calendar, or the policy of one.",
        "anyOf": [{ "$ref": "#/$defs/CalendarPolicy" }, { "type": "object" }]
      },
      "Zone": {
        "description": "A zone: a table of offsets, or a name where names are known.",
        "anyOf": [{ "type": "string" }, { "$ref": "#/$defs/ZoneTable" }]
      },
      "ZoneTable": {
        "description": "A zone's offsets from UTC, each from an instant on.\n\nBefore the first row the first row's offset holds. In a browser the table is made from `Intl`; with feature `tzdb` (on in Python and Node) a name is enough.",
        "type": "object",
        "properties": {
          "name": {
            "description": "Name, such as `Europe/Moscow`; it only names the table.",
            "type": "string"
          },
          "offsets": {
            "description": "Rows `[utc_ms, offset_s]`, `utc_ms` increasing: seconds east of UTC from that instant.",
            "type": "array",
            "items": {
              "type": "array",
              "items": {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              }
            }
          }
        },
        "required": ["name", "offsets"],
        "additionalProperties": true
      }
    }
  }),
  retention: () => ({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/RetentionPolicy",
    "$defs": {
      "RetentionPolicy": {
        "description": "How long what is kept. Days are of 24 hours.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "track_days": {
            "description": "Fixes, and positions in reports: for so many days after the last fix.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 90
          },
          "evidence_days": {
            "description": "Evidence in reports: for so many days after the last fix; three years.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1095
          }
        },
        "required": [],
        "additionalProperties": false
      }
    }
  }),
  trip: () => ({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/TripPolicy",
    "$defs": {
      "AnomalyPolicy": {
        "description": "When a track is not what a moving person's phone writes.",
        "type": "object",
        "properties": {
          "max_speed_mps": {
            "description": "Faster than this, in m/s, no leg is real.",
            "type": "number",
            "exclusiveMinimum": 0.0,
            "maximum": 1000000.0,
            "default": 70.0
          },
          "max_flight_speed_mps": {
            "description": "Nor, over long legs, faster than this: planes.",
            "type": "number",
            "exclusiveMinimum": 0.0,
            "maximum": 1000000.0,
            "default": 300.0
          },
          "flight_leg_m": {
            "description": "Legs, and runs of fast legs, longer than this many metres may be flights.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 100000.0
          },
          "teleport_leg_m": {
            "description": "Both legs of a teleport are longer than this many metres.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 100.0
          },
          "teleport_return_share": {
            "description": "A teleport returns to within this share of its shorter leg.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1.0,
            "default": 0.3
          },
          "frozen_fixes": {
            "description": "So many fixes at least make frozen coordinates. A fix that does not say where it is from counts as one of satellites, as browsers never say; where most of a run come from networks or fused providers, or tell no accuracy, it is a note.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 8
          },
          "frozen_places": {
            "description": "In so many places at most, told apart to 1e-7 degrees.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 2
          },
          "frozen_span": {
            "description": "Over at least this time.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "4m"
          },
          "clock_ahead": {
            "description": "A fix further ahead of its receipt than this is not used.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "1m"
          },
          "accuracy_constant_fixes": {
            "description": "So many fixes at least show that the accuracy never changes.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 30
          },
          "companion_span": {
            "description": "Two reps within joint accuracy for longer than this ...",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "2h"
          },
          "companion_sites": {
            "description": "... and at this many sites are one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 3
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Boundary": {
        "description": "Whether the boundary itself is inside.",
        "enum": ["closed", "half_open"]
      },
      "CalendarDays": {
        "description": "Dates with hours of their own: a holiday, a vacation, a working Saturday.",
        "type": "object",
        "properties": {
          "first": { "description": "The first date.", "type": "string", "format": "date" },
          "last": {
            "description": "The last date, which is one of them; by default the first is the only one.",
            "anyOf": [{ "type": "string", "format": "date" }, { "type": "null" }],
            "default": null
          },
          "hours": {
            "description": "The hours of each of these dates; none of a day off.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": []
          },
          "name": {
            "description": "What it is, for people.",
            "anyOf": [{ "type": "string" }, { "type": "null" }],
            "default": null
          }
        },
        "required": ["first"],
        "additionalProperties": false
      },
      "CalendarLayer": {
        "description": "What a branch or a rep has of its own.",
        "type": "object",
        "properties": {
          "name": {
            "description": "Whose it is, for people: `company`, `branch`, `rep`.",
            "anyOf": [{ "type": "string" }, { "type": "null" }],
            "default": null
          },
          "hours": {
            "description": "Its hours, in place of those of the layers before it.",
            "anyOf": [{ "$ref": "#/$defs/WeekHours" }, { "type": "null" }],
            "default": null
          },
          "days": {
            "description": "Its dates, in place of what the layers before it say of them.",
            "type": "array",
            "items": { "$ref": "#/$defs/CalendarDays" },
            "default": []
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "CalendarPolicy": {
        "description": "When people work.\n\nOf a date decides the last layer that names it; of other dates the day of the week, by the last layer that has hours. So a company's holiday holds for a rep with hours of their own, and a rep's vacation holds on a working Saturday.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "zone": {
            "description": "Whose clock the hours are of.",
            "$ref": "#/$defs/Zone",
            "default": "UTC"
          },
          "hours": {
            "description": "The hours of a week, where no layer has others.",
            "$ref": "#/$defs/WeekHours",
            "default": {
              "monday": [{ "start": "09:00", "end": "18:00" }],
              "tuesday": [{ "start": "09:00", "end": "18:00" }],
              "wednesday": [{ "start": "09:00", "end": "18:00" }],
              "thursday": [{ "start": "09:00", "end": "18:00" }],
              "friday": [{ "start": "09:00", "end": "18:00" }],
              "saturday": [],
              "sunday": []
            }
          },
          "days": {
            "description": "Dates with hours of their own.",
            "type": "array",
            "items": { "$ref": "#/$defs/CalendarDays" },
            "default": []
          },
          "layers": {
            "description": "From the weakest to the strongest: company, branch, rep.",
            "type": "array",
            "items": { "$ref": "#/$defs/CalendarLayer" },
            "default": []
          },
          "week_start": {
            "description": "The day on which `this_week` begins.",
            "$ref": "#/$defs/Weekday",
            "default": "monday"
          },
          "year_start": {
            "description": "The month, 1 to 12, with which years and quarters begin; a year is called by the one in which it begins.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Confidence": {
        "description": "How much a stay rests on measurement.",
        "enum": ["low", "high"]
      },
      "Degrade": {
        "description": "What an anomaly does to a verdict that it bears on.",
        "enum": ["suspect", "note"]
      },
      "DegradePolicy": {
        "description": "What each anomaly does to a verdict that it bears on.",
        "type": "object",
        "properties": {
          "mock_location": {
            "description": "The device says that the position is simulated.",
            "$ref": "#/$defs/Degrade",
            "default": "suspect"
          },
          "teleport": {
            "description": "There and back, both ways faster than anything drives.",
            "$ref": "#/$defs/Degrade",
            "default": "suspect"
          },
          "frozen_coordinates": {
            "description": "The same coordinates to the last digit.",
            "$ref": "#/$defs/Degrade",
            "default": "suspect"
          },
          "replayed_track": {
            "description": "The path of an earlier day.",
            "$ref": "#/$defs/Degrade",
            "default": "suspect"
          },
          "companion_track": {
            "description": "Two phones in one pocket.",
            "$ref": "#/$defs/Degrade",
            "default": "suspect"
          },
          "speed_impossible": {
            "description": "One leg faster than anything drives.",
            "$ref": "#/$defs/Degrade",
            "default": "note"
          },
          "clock_ahead": {
            "description": "Fixes from the future.",
            "$ref": "#/$defs/Degrade",
            "default": "note"
          },
          "clock_back": {
            "description": "A clock that was set back.",
            "$ref": "#/$defs/Degrade",
            "default": "note"
          },
          "zero_island": {
            "description": "Fixes at latitude 0, longitude 0.",
            "$ref": "#/$defs/Degrade",
            "default": "note"
          },
          "accuracy_constant": {
            "description": "The accuracy never changes.",
            "$ref": "#/$defs/Degrade",
            "default": "note"
          },
          "conflicting_fix": {
            "description": "Several places at one instant.",
            "$ref": "#/$defs/Degrade",
            "default": "note"
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Detail": {
        "description": "How much a report tells.",
        "enum": ["verdict", "evidence", "track"]
      },
      "DutyHours": {
        "description": "Hours on duty: a list of times, or a calendar whose working hours they are.",
        "anyOf": [
          { "type": "array", "items": { "$ref": "#/$defs/Interval" } },
          { "$ref": "#/$defs/WorkCalendar" }
        ]
      },
      "EnterPolicy": {
        "description": "How many fixes, over what time, confirm that a fence was entered.",
        "type": "object",
        "properties": {
          "fixes": {
            "description": "So many inside fixes in a row confirm it ...",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 2
          },
          "min_span": {
            "description": "... if the last is so long after the first;",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "10s"
          },
          "or_after": {
            "description": "or any inside fix so long after the first.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "30s"
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "ExitPolicy": {
        "description": "How many fixes, over what time, confirm that a fence was left.",
        "type": "object",
        "properties": {
          "fixes": {
            "description": "So many fixes outside the exit fence in a row confirm it ...",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 2
          },
          "min_span": {
            "description": "... if the last is so long after the first;",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "10s"
          },
          "or_after": {
            "description": "or any such fix so long after the first.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "1m"
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Hours": {
        "description": "Working hours within one date, [start, end).",
        "type": "object",
        "properties": {
          "start": {
            "description": "When they begin by the local clock, such as `09:00`.",
            "type": "string",
            "default": "09:00"
          },
          "end": {
            "description": "When they end, such as `18:00`; `24:00` is the end of the date.",
            "type": "string",
            "default": "18:00"
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Interval": {
        "description": "A half-open range of time.",
        "type": "object",
        "properties": {
          "start": { "description": "First instant.", "type": "string", "format": "date-time" },
          "end": {
            "description": "First instant after it.",
            "type": "string",
            "format": "date-time"
          }
        },
        "required": ["start", "end"],
        "additionalProperties": true
      },
      "Metric": {
        "description": "How distances are measured.",
        "enum": ["ellipsoidal", "haversine"]
      },
      "Model": { "description": "How presence is decided.", "enum": ["probability", "margin"] },
      "PresencePolicy": {
        "description": "How one fix is held against one fence.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "model": {
            "description": "How presence is decided.",
            "$ref": "#/$defs/Model",
            "default": "probability"
          },
          "metric": {
            "description": "How distances are measured.",
            "$ref": "#/$defs/Metric",
            "default": "ellipsoidal"
          },
          "boundary": {
            "description": "Whether the boundary is inside.",
            "$ref": "#/$defs/Boundary",
            "default": "closed"
          },
          "tolerance_m": {
            "description": "Metres around every fence that count as inside, unless the fence says otherwise.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 0.0
          },
          "accuracy_percentile": {
            "description": "Share of positions within `accuracy_m` of the true one: 0.68 (Android), 0.95.",
            "type": "number",
            "exclusiveMinimum": 0.0,
            "maximum": 0.9999,
            "default": 0.68
          },
          "accuracy_floor_m": {
            "description": "Better accuracies than this many metres are not believed.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 5.0
          },
          "max_accuracy_m": {
            "description": "Worse accuracies than this many metres prove no presence.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 100.0
          },
          "default_accuracy_m": {
            "description": "Metres assumed where a fix has no accuracy; without it such a fix is uncertain.",
            "anyOf": [
              { "type": "number", "exclusiveMinimum": 0.0, "maximum": 1000000.0 },
              { "type": "null" }
            ],
            "default": null
          },
          "inside_probability": {
            "description": "From this probability on a fix is inside.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1.0,
            "default": 0.85
          },
          "outside_probability": {
            "description": "Up to this probability a fix is outside.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1.0,
            "default": 0.15
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Sampling": {
        "description": "How the tracker samples.",
        "enum": ["continuous", "motion_gated", "check_in"]
      },
      "SlotRule": { "description": "What has to lie in the slot.", "enum": ["arrival", "presence"] },
      "TripPolicy": {
        "description": "What is a trip, and what is a business trip.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "min_distance_m": {
            "description": "A shorter way than this many metres is no trip.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 200.0
          },
          "min_duration": {
            "description": "Nor is one that takes less time.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "3m"
          },
          "max_bridge": {
            "description": "A gap longer than this ends a trip; shorter ones are bridged by a straight line.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "4h"
          },
          "business_distance_m": {
            "description": "Farther from the base than this many metres is a business trip.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 100000.0
          },
          "night_distance_m": {
            "description": "A night farther from the base than this many metres is one too.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 50000.0
          },
          "night": {
            "description": "The night begins at local midnight and takes this long by the local clock.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "5h"
          },
          "min_night_share": {
            "description": "A night is spent where at least this share of it was.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1.0,
            "default": 0.5
          },
          "observe_nights": {
            "description": "Whether nights are looked at, even those outside `visit.observe`; else no night makes a business trip, and a track with a night in it leaves it open, unless its distance decides.",
            "type": "boolean",
            "default": false
          },
          "visit": {
            "description": "How fixes are read and stays are found: as by `verify_plan`.",
            "$ref": "#/$defs/VisitPolicy",
            "default": {
              "version": 1,
              "presence": {
                "version": 1,
                "model": "probability",
                "metric": "ellipsoidal",
                "boundary": "closed",
                "tolerance_m": 0.0,
                "accuracy_percentile": 0.68,
                "accuracy_floor_m": 5.0,
                "max_accuracy_m": 100.0,
                "default_accuracy_m": null,
                "inside_probability": 0.85,
                "outside_probability": 0.15
              },
              "slot_rule": "arrival",
              "early": "15m",
              "late": "15m",
              "min_dwell": "5m",
              "dwell_grace": "30s",
              "enter": { "fixes": 2, "min_span": "10s", "or_after": "30s" },
              "exit": { "fixes": 2, "min_span": "10s", "or_after": "1m" },
              "grace": "3m",
              "gap": "15m",
              "sampling": "continuous",
              "motion_gap": "4h",
              "min_confidence": "low",
              "max_bridged_share": 0.5,
              "passed_by": "1m",
              "max_travel_speed_mps": 40.0,
              "anomaly_window": "10m",
              "anomalies": {
                "max_speed_mps": 70.0,
                "max_flight_speed_mps": 300.0,
                "flight_leg_m": 100000.0,
                "teleport_leg_m": 100.0,
                "teleport_return_share": 0.3,
                "frozen_fixes": 8,
                "frozen_places": 2,
                "frozen_span": "4m",
                "clock_ahead": "1m",
                "accuracy_constant_fixes": 30,
                "companion_span": "2h",
                "companion_sites": 3
              },
              "degrade": {
                "mock_location": "suspect",
                "teleport": "suspect",
                "frozen_coordinates": "suspect",
                "replayed_track": "suspect",
                "companion_track": "suspect",
                "speed_impossible": "note",
                "clock_ahead": "note",
                "clock_back": "note",
                "zero_island": "note",
                "accuracy_constant": "note",
                "conflicting_fix": "note"
              },
              "require_mock_flag": false,
              "zone": "UTC",
              "observe": null,
              "stop_radius_m": 100.0,
              "stop_span": "5m",
              "detail": "evidence"
            }
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "VisitPolicy": {
        "description": "The rules by which visits are judged.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "presence": {
            "description": "How one fix is held against a fence.",
            "$ref": "#/$defs/PresencePolicy",
            "default": {
              "version": 1,
              "model": "probability",
              "metric": "ellipsoidal",
              "boundary": "closed",
              "tolerance_m": 0.0,
              "accuracy_percentile": 0.68,
              "accuracy_floor_m": 5.0,
              "max_accuracy_m": 100.0,
              "default_accuracy_m": null,
              "inside_probability": 0.85,
              "outside_probability": 0.15
            }
          },
          "slot_rule": {
            "description": "What has to lie in the slot.",
            "$ref": "#/$defs/SlotRule",
            "default": "arrival"
          },
          "early": {
            "description": "So much before the slot an arrival still counts.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "15m"
          },
          "late": {
            "description": "So much after the slot's end an arrival still counts.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "15m"
          },
          "min_dwell": {
            "description": "Time on site that makes a visit, where the plan says nothing else.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "5m"
          },
          "dwell_grace": {
            "description": "So much less still makes one.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "30s"
          },
          "enter": {
            "description": "What confirms that a fence was entered.",
            "$ref": "#/$defs/EnterPolicy",
            "default": { "fixes": 2, "min_span": "10s", "or_after": "30s" }
          },
          "exit": {
            "description": "What confirms that it was left.",
            "$ref": "#/$defs/ExitPolicy",
            "default": { "fixes": 2, "min_span": "10s", "or_after": "1m" }
          },
          "grace": {
            "description": "Leaving for less than this continues the visit.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "3m"
          },
          "gap": {
            "description": "Silence longer than this is a gap.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "15m"
          },
          "sampling": {
            "description": "How the tracker samples.",
            "$ref": "#/$defs/Sampling",
            "default": "continuous"
          },
          "motion_gap": {
            "description": "With `motion_gated`, silence longer than this is a gap all the same.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "4h"
          },
          "min_confidence": {
            "description": "Stays of lower confidence are `unproven`.",
            "$ref": "#/$defs/Confidence",
            "default": "low"
          },
          "max_bridged_share": {
            "description": "A larger share of time on site without a usable fix proves nothing.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1.0,
            "default": 0.5
          },
          "passed_by": {
            "description": "Inside for less than this is passing by, unless a visit takes no longer.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "1m"
          },
          "max_travel_speed_mps": {
            "description": "Nobody gets to a site and back faster than this many m/s on average.",
            "type": "number",
            "exclusiveMinimum": 0.0,
            "maximum": 1000000.0,
            "default": 40.0
          },
          "anomaly_window": {
            "description": "Anomalies within this time of a stay bear on it.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "10m"
          },
          "anomalies": {
            "description": "What is an anomaly.",
            "$ref": "#/$defs/AnomalyPolicy",
            "default": {
              "max_speed_mps": 70.0,
              "max_flight_speed_mps": 300.0,
              "flight_leg_m": 100000.0,
              "teleport_leg_m": 100.0,
              "teleport_return_share": 0.3,
              "frozen_fixes": 8,
              "frozen_places": 2,
              "frozen_span": "4m",
              "clock_ahead": "1m",
              "accuracy_constant_fixes": 30,
              "companion_span": "2h",
              "companion_sites": 3
            }
          },
          "degrade": {
            "description": "What an anomaly does.",
            "$ref": "#/$defs/DegradePolicy",
            "default": {
              "mock_location": "suspect",
              "teleport": "suspect",
              "frozen_coordinates": "suspect",
              "replayed_track": "suspect",
              "companion_track": "suspect",
              "speed_impossible": "note",
              "clock_ahead": "note",
              "clock_back": "note",
              "zero_island": "note",
              "accuracy_constant": "note",
              "conflicting_fix": "note"
            }
          },
          "require_mock_flag": {
            "description": "Whether a device that cannot tell simulated positions proves nothing.",
            "type": "boolean",
            "default": false
          },
          "zone": {
            "description": "The zone of the plan's dates.",
            "$ref": "#/$defs/Zone",
            "default": "UTC"
          },
          "observe": {
            "description": "Hours on duty, a list of times or a calendar: fixes outside them are dropped at the door and only counted. Times that touch or overlap are one.",
            "anyOf": [{ "$ref": "#/$defs/DutyHours" }, { "type": "null" }],
            "default": null
          },
          "stop_radius_m": {
            "description": "Two fixes within this many metres may belong to one stop.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1000000000.0,
            "default": 100.0
          },
          "stop_span": {
            "description": "Standing still for this long is a stop.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "5m"
          },
          "detail": {
            "description": "How much the report tells.",
            "$ref": "#/$defs/Detail",
            "default": "evidence"
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "WeekHours": {
        "description": "Working hours by day of the week; several parts leave a lunch between them: `{\"monday\": [{\"start\": \"09:00\", \"end\": \"13:00\"}, {\"start\": \"14:00\", \"end\": \"18:00\"}]}`.",
        "type": "object",
        "properties": {
          "monday": {
            "description": "Of Mondays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "tuesday": {
            "description": "Of Tuesdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "wednesday": {
            "description": "Of Wednesdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "thursday": {
            "description": "Of Thursdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "friday": {
            "description": "Of Fridays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "saturday": {
            "description": "Of Saturdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": []
          },
          "sunday": {
            "description": "Of Sundays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": []
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Weekday": {
        "description": "A day of the week.",
        "enum": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
      },
      "WorkCalendar": {
        "description": "A calendar, or the policy of one.",
        "anyOf": [{ "$ref": "#/$defs/CalendarPolicy" }, { "type": "object" }]
      },
      "Zone": {
        "description": "A zone: a table of offsets, or a name where names are known.",
        "anyOf": [{ "type": "string" }, { "$ref": "#/$defs/ZoneTable" }]
      },
      "ZoneTable": {
        "description": "A zone's offsets from UTC, each from an instant on.\n\nBefore the first row the first row's offset holds. In a browser the table is made from `Intl`; with feature `tzdb` (on in Python and Node) a name is enough.",
        "type": "object",
        "properties": {
          "name": {
            "description": "Name, such as `Europe/Moscow`; it only names the table.",
            "type": "string"
          },
          "offsets": {
            "description": "Rows `[utc_ms, offset_s]`, `utc_ms` increasing: seconds east of UTC from that instant.",
            "type": "array",
            "items": {
              "type": "array",
              "items": {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              }
            }
          }
        },
        "required": ["name", "offsets"],
        "additionalProperties": true
      }
    }
  }),
  stay: () => ({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/StayPolicy",
    "$defs": {
      "Metric": {
        "description": "How distances are measured.",
        "enum": ["ellipsoidal", "haversine"]
      },
      "StayAlgorithm": {
        "description": "How stays are told from travel.",
        "enum": ["li2008", "anchored"]
      },
      "StayPolicy": {
        "description": "What a stay is.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "algorithm": {
            "description": "How stays are told from travel.",
            "$ref": "#/$defs/StayAlgorithm",
            "default": "li2008"
          },
          "distance_m": {
            "description": "Fixes within this many metres of the first belong to one stay; with `anchored`, less than so many. 200 m and 20 min are those of Li et al. (2008).",
            "type": "number",
            "exclusiveMinimum": 0.0,
            "maximum": 1000000.0,
            "default": 200.0
          },
          "duration": {
            "description": "A stay lasts at least this long: above 0.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "20m"
          },
          "gap": {
            "description": "A longer silence than this ends a stay.",
            "type": "string",
            "pattern": "^-?[0-9]{1,9}[smh]$",
            "default": "15m"
          },
          "metric": {
            "description": "How distances are measured.",
            "$ref": "#/$defs/Metric",
            "default": "ellipsoidal"
          }
        },
        "required": [],
        "additionalProperties": false
      }
    }
  }),
  matrix: () => ({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/MatrixProfile",
    "$defs": {
      "MatrixProfile": {
        "description": "How straight lines become driving times.\n\nThe defaults are a car in and around a town: 1.3 times the straight line (the mean circuity of road networks is 1.2 to 1.4; Ballou, Rahardja and Sakai 2002), the first 2 km at 20 km/h, then 36 km/h up to 10 km, 60 km/h up to 50 km, and 85 km/h beyond.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "circuity": {
            "description": "Metres by road for a metre of the straight line.",
            "type": "number",
            "minimum": 1.0,
            "maximum": 10.0,
            "default": 1.3
          },
          "speeds": {
            "description": "From the first metre of a way to its last. A longer way is never quicker than a shorter.",
            "type": "array",
            "items": { "$ref": "#/$defs/SpeedBand" },
            "default": [
              { "up_to_m": 2000.0, "speed_mps": 5.555555555555555 },
              { "up_to_m": 10000.0, "speed_mps": 10.0 },
              { "up_to_m": 50000.0, "speed_mps": 16.666666666666668 },
              { "up_to_m": null, "speed_mps": 23.61111111111111 }
            ]
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "SpeedBand": {
        "description": "How fast the first metres of a way are driven.",
        "type": "object",
        "properties": {
          "up_to_m": {
            "description": "The band reaches up to so many metres of the way; without it to the end.",
            "anyOf": [
              { "type": "number", "exclusiveMinimum": 0.0, "maximum": 100000000.0 },
              { "type": "null" }
            ],
            "default": null
          },
          "speed_mps": {
            "description": "Metres a second within the band.",
            "type": "number",
            "exclusiveMinimum": 0.0,
            "maximum": 100.0,
            "default": 10.0
          }
        },
        "required": [],
        "additionalProperties": false
      }
    }
  }),
  calendar: () => ({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/CalendarPolicy",
    "$defs": {
      "CalendarDays": {
        "description": "Dates with hours of their own: a holiday, a vacation, a working Saturday.",
        "type": "object",
        "properties": {
          "first": { "description": "The first date.", "type": "string", "format": "date" },
          "last": {
            "description": "The last date, which is one of them; by default the first is the only one.",
            "anyOf": [{ "type": "string", "format": "date" }, { "type": "null" }],
            "default": null
          },
          "hours": {
            "description": "The hours of each of these dates; none of a day off.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": []
          },
          "name": {
            "description": "What it is, for people.",
            "anyOf": [{ "type": "string" }, { "type": "null" }],
            "default": null
          }
        },
        "required": ["first"],
        "additionalProperties": false
      },
      "CalendarLayer": {
        "description": "What a branch or a rep has of its own.",
        "type": "object",
        "properties": {
          "name": {
            "description": "Whose it is, for people: `company`, `branch`, `rep`.",
            "anyOf": [{ "type": "string" }, { "type": "null" }],
            "default": null
          },
          "hours": {
            "description": "Its hours, in place of those of the layers before it.",
            "anyOf": [{ "$ref": "#/$defs/WeekHours" }, { "type": "null" }],
            "default": null
          },
          "days": {
            "description": "Its dates, in place of what the layers before it say of them.",
            "type": "array",
            "items": { "$ref": "#/$defs/CalendarDays" },
            "default": []
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "CalendarPolicy": {
        "description": "When people work.\n\nOf a date decides the last layer that names it; of other dates the day of the week, by the last layer that has hours. So a company's holiday holds for a rep with hours of their own, and a rep's vacation holds on a working Saturday.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "zone": {
            "description": "Whose clock the hours are of.",
            "$ref": "#/$defs/Zone",
            "default": "UTC"
          },
          "hours": {
            "description": "The hours of a week, where no layer has others.",
            "$ref": "#/$defs/WeekHours",
            "default": {
              "monday": [{ "start": "09:00", "end": "18:00" }],
              "tuesday": [{ "start": "09:00", "end": "18:00" }],
              "wednesday": [{ "start": "09:00", "end": "18:00" }],
              "thursday": [{ "start": "09:00", "end": "18:00" }],
              "friday": [{ "start": "09:00", "end": "18:00" }],
              "saturday": [],
              "sunday": []
            }
          },
          "days": {
            "description": "Dates with hours of their own.",
            "type": "array",
            "items": { "$ref": "#/$defs/CalendarDays" },
            "default": []
          },
          "layers": {
            "description": "From the weakest to the strongest: company, branch, rep.",
            "type": "array",
            "items": { "$ref": "#/$defs/CalendarLayer" },
            "default": []
          },
          "week_start": {
            "description": "The day on which `this_week` begins.",
            "$ref": "#/$defs/Weekday",
            "default": "monday"
          },
          "year_start": {
            "description": "The month, 1 to 12, with which years and quarters begin; a year is called by the one in which it begins.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Hours": {
        "description": "Working hours within one date, [start, end).",
        "type": "object",
        "properties": {
          "start": {
            "description": "When they begin by the local clock, such as `09:00`.",
            "type": "string",
            "default": "09:00"
          },
          "end": {
            "description": "When they end, such as `18:00`; `24:00` is the end of the date.",
            "type": "string",
            "default": "18:00"
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "WeekHours": {
        "description": "Working hours by day of the week; several parts leave a lunch between them: `{\"monday\": [{\"start\": \"09:00\", \"end\": \"13:00\"}, {\"start\": \"14:00\", \"end\": \"18:00\"}]}`.",
        "type": "object",
        "properties": {
          "monday": {
            "description": "Of Mondays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "tuesday": {
            "description": "Of Tuesdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "wednesday": {
            "description": "Of Wednesdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "thursday": {
            "description": "Of Thursdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "friday": {
            "description": "Of Fridays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "saturday": {
            "description": "Of Saturdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": []
          },
          "sunday": {
            "description": "Of Sundays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": []
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Weekday": {
        "description": "A day of the week.",
        "enum": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
      },
      "Zone": {
        "description": "A zone: a table of offsets, or a name where names are known.",
        "anyOf": [{ "type": "string" }, { "$ref": "#/$defs/ZoneTable" }]
      },
      "ZoneTable": {
        "description": "A zone's offsets from UTC, each from an instant on.\n\nBefore the first row the first row's offset holds. In a browser the table is made from `Intl`; with feature `tzdb` (on in Python and Node) a name is enough.",
        "type": "object",
        "properties": {
          "name": {
            "description": "Name, such as `Europe/Moscow`; it only names the table.",
            "type": "string"
          },
          "offsets": {
            "description": "Rows `[utc_ms, offset_s]`, `utc_ms` increasing: seconds east of UTC from that instant.",
            "type": "array",
            "items": {
              "type": "array",
              "items": {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              }
            }
          }
        },
        "required": ["name", "offsets"],
        "additionalProperties": true
      }
    }
  }),
  condition: () => ({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/ConditionPolicy",
    "$defs": {
      "ConditionPolicy": {
        "description": "One node of a condition: `all`, `any` or `not`, or a `field` with one operator.",
        "type": "object",
        "properties": {
          "all": {
            "description": "True when every part is; true when there is none.",
            "anyOf": [
              { "type": "array", "items": { "$ref": "#/$defs/ConditionPolicy" } },
              { "type": "null" }
            ]
          },
          "any": {
            "description": "True when a part is; false when there is none.",
            "anyOf": [
              { "type": "array", "items": { "$ref": "#/$defs/ConditionPolicy" } },
              { "type": "null" }
            ]
          },
          "not": {
            "description": "True when the part is false.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "field": {
            "description": "Dotted path of the field that is looked at; `now` is the instant of the question.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "eq": {
            "description": "Equal to a value, or to another field: `{\"field\": \"planned_at\"}`.",
            "anyOf": [{}, { "type": "null" }]
          },
          "ne": { "description": "Not equal to it.", "anyOf": [{}, { "type": "null" }] },
          "lt": { "description": "Less than it.", "anyOf": [{}, { "type": "null" }] },
          "le": { "description": "At most it.", "anyOf": [{}, { "type": "null" }] },
          "gt": { "description": "More than it.", "anyOf": [{}, { "type": "null" }] },
          "ge": { "description": "At least it.", "anyOf": [{}, { "type": "null" }] },
          "in": {
            "description": "One of the values.",
            "anyOf": [{ "type": "array", "items": {} }, { "type": "null" }]
          },
          "not_in": {
            "description": "None of the values.",
            "anyOf": [{ "type": "array", "items": {} }, { "type": "null" }]
          },
          "between": {
            "description": "From the first to the second, both included.",
            "anyOf": [{ "type": "array", "items": {} }, { "type": "null" }]
          },
          "range": {
            "description": "From the first, included, to the second, excluded.",
            "anyOf": [{ "type": "array", "items": {} }, { "type": "null" }]
          },
          "is_null": {
            "description": "`true`: the field is missing.",
            "anyOf": [{ "type": "boolean" }, { "type": "null" }]
          },
          "not_null": {
            "description": "`true`: the field is there.",
            "anyOf": [{ "type": "boolean" }, { "type": "null" }]
          },
          "contains": {
            "description": "The text holds this one.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "starts_with": {
            "description": "The text begins with this one.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "any_of": {
            "description": "At least one record of the list meets it.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "all_of": {
            "description": "Every record of the list meets it; true when there is none.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "count_of": {
            "description": "The number of records of the list that meet it, compared by one more operator of this node: `{\"field\": \"contacts\", \"count_of\": {..}, \"ge\": 2}`.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "within": {
            "description": "How far a time lies from `now`: `\"7d\"`, it comes within seven days; `\"-7d\"`, it came within the last seven. The instant itself has come. Spans of every kind: `20m`, `3d`, `5bd`, `8bh`.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          }
        },
        "required": [],
        "additionalProperties": false
      }
    }
  }),
  scorecard: () => ({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/ScoreCardVersions",
    "$defs": {
      "CalendarDays": {
        "description": "Dates with hours of their own: a holiday, a vacation, a working Saturday.",
        "type": "object",
        "properties": {
          "first": { "description": "The first date.", "type": "string", "format": "date" },
          "last": {
            "description": "The last date, which is one of them; by default the first is the only one.",
            "anyOf": [{ "type": "string", "format": "date" }, { "type": "null" }],
            "default": null
          },
          "hours": {
            "description": "The hours of each of these dates; none of a day off.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": []
          },
          "name": {
            "description": "What it is, for people.",
            "anyOf": [{ "type": "string" }, { "type": "null" }],
            "default": null
          }
        },
        "required": ["first"],
        "additionalProperties": false
      },
      "CalendarLayer": {
        "description": "What a branch or a rep has of its own.",
        "type": "object",
        "properties": {
          "name": {
            "description": "Whose it is, for people: `company`, `branch`, `rep`.",
            "anyOf": [{ "type": "string" }, { "type": "null" }],
            "default": null
          },
          "hours": {
            "description": "Its hours, in place of those of the layers before it.",
            "anyOf": [{ "$ref": "#/$defs/WeekHours" }, { "type": "null" }],
            "default": null
          },
          "days": {
            "description": "Its dates, in place of what the layers before it say of them.",
            "type": "array",
            "items": { "$ref": "#/$defs/CalendarDays" },
            "default": []
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "CalendarPolicy": {
        "description": "When people work.\n\nOf a date decides the last layer that names it; of other dates the day of the week, by the last layer that has hours. So a company's holiday holds for a rep with hours of their own, and a rep's vacation holds on a working Saturday.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "zone": {
            "description": "Whose clock the hours are of.",
            "$ref": "#/$defs/Zone",
            "default": "UTC"
          },
          "hours": {
            "description": "The hours of a week, where no layer has others.",
            "$ref": "#/$defs/WeekHours",
            "default": {
              "monday": [{ "start": "09:00", "end": "18:00" }],
              "tuesday": [{ "start": "09:00", "end": "18:00" }],
              "wednesday": [{ "start": "09:00", "end": "18:00" }],
              "thursday": [{ "start": "09:00", "end": "18:00" }],
              "friday": [{ "start": "09:00", "end": "18:00" }],
              "saturday": [],
              "sunday": []
            }
          },
          "days": {
            "description": "Dates with hours of their own.",
            "type": "array",
            "items": { "$ref": "#/$defs/CalendarDays" },
            "default": []
          },
          "layers": {
            "description": "From the weakest to the strongest: company, branch, rep.",
            "type": "array",
            "items": { "$ref": "#/$defs/CalendarLayer" },
            "default": []
          },
          "week_start": {
            "description": "The day on which `this_week` begins.",
            "$ref": "#/$defs/Weekday",
            "default": "monday"
          },
          "year_start": {
            "description": "The month, 1 to 12, with which years and quarters begin; a year is called by the one in which it begins.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "CardKeys": {
        "description": "Under which keys a visit holds what every card reads, as dotted paths.",
        "type": "object",
        "properties": {
          "id": {
            "description": "Its identifier; where there is none, `plan_id`, as verdicts on a plan have it.",
            "type": "string",
            "default": "id"
          },
          "t": {
            "description": "When the rep came; where there is none, `arrival` or `arrival.t`.",
            "type": "string",
            "default": "t"
          },
          "left": {
            "description": "When the rep left; where there is none, `departure` or `departure.t`.",
            "type": "string",
            "default": "left"
          },
          "rep": { "description": "Who came.", "type": "string", "default": "rep" },
          "reps": {
            "description": "The reps of a joint visit: names, or `{rep, weight, lead, team}`. Who stands under `rep` besides is one of them.",
            "type": "string",
            "default": "reps"
          },
          "site": { "description": "The site.", "type": "string", "default": "site" },
          "team": { "description": "The rep's team.", "type": "string", "default": "team" },
          "territory": {
            "description": "The rep's territory.",
            "type": "string",
            "default": "territory"
          },
          "amount": { "description": "The sum sold.", "type": "string", "default": "amount" },
          "margin": { "description": "What of it is earned.", "type": "string", "default": "margin" },
          "supersedes": {
            "description": "Identifiers of the visits that this one replaces.",
            "type": "string",
            "default": "supersedes"
          },
          "rep_zone": {
            "description": "The zone of the rep.",
            "type": "string",
            "default": "rep_zone"
          },
          "site_zone": {
            "description": "The zone of the site.",
            "type": "string",
            "default": "site_zone"
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "ConditionPolicy": {
        "description": "One node of a condition: `all`, `any` or `not`, or a `field` with one operator.",
        "type": "object",
        "properties": {
          "all": {
            "description": "True when every part is; true when there is none.",
            "anyOf": [
              { "type": "array", "items": { "$ref": "#/$defs/ConditionPolicy" } },
              { "type": "null" }
            ]
          },
          "any": {
            "description": "True when a part is; false when there is none.",
            "anyOf": [
              { "type": "array", "items": { "$ref": "#/$defs/ConditionPolicy" } },
              { "type": "null" }
            ]
          },
          "not": {
            "description": "True when the part is false.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "field": {
            "description": "Dotted path of the field that is looked at; `now` is the instant of the question.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "eq": {
            "description": "Equal to a value, or to another field: `{\"field\": \"planned_at\"}`.",
            "anyOf": [{}, { "type": "null" }]
          },
          "ne": { "description": "Not equal to it.", "anyOf": [{}, { "type": "null" }] },
          "lt": { "description": "Less than it.", "anyOf": [{}, { "type": "null" }] },
          "le": { "description": "At most it.", "anyOf": [{}, { "type": "null" }] },
          "gt": { "description": "More than it.", "anyOf": [{}, { "type": "null" }] },
          "ge": { "description": "At least it.", "anyOf": [{}, { "type": "null" }] },
          "in": {
            "description": "One of the values.",
            "anyOf": [{ "type": "array", "items": {} }, { "type": "null" }]
          },
          "not_in": {
            "description": "None of the values.",
            "anyOf": [{ "type": "array", "items": {} }, { "type": "null" }]
          },
          "between": {
            "description": "From the first to the second, both included.",
            "anyOf": [{ "type": "array", "items": {} }, { "type": "null" }]
          },
          "range": {
            "description": "From the first, included, to the second, excluded.",
            "anyOf": [{ "type": "array", "items": {} }, { "type": "null" }]
          },
          "is_null": {
            "description": "`true`: the field is missing.",
            "anyOf": [{ "type": "boolean" }, { "type": "null" }]
          },
          "not_null": {
            "description": "`true`: the field is there.",
            "anyOf": [{ "type": "boolean" }, { "type": "null" }]
          },
          "contains": {
            "description": "The text holds this one.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "starts_with": {
            "description": "The text begins with this one.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "any_of": {
            "description": "At least one record of the list meets it.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "all_of": {
            "description": "Every record of the list meets it; true when there is none.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "count_of": {
            "description": "The number of records of the list that meet it, compared by one more operator of this node: `{\"field\": \"contacts\", \"count_of\": {..}, \"ge\": 2}`.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "within": {
            "description": "How far a time lies from `now`: `\"7d\"`, it comes within seven days; `\"-7d\"`, it came within the last seven. The instant itself has come. Spans of every kind: `20m`, `3d`, `5bd`, `8bh`.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "DecayStep": {
        "description": "From some age on a factor holds.",
        "type": "object",
        "properties": {
          "age": { "description": "The age: `30d`, `20bd`, `4h`.", "type": "string" },
          "factor": {
            "description": "What the points are multiplied by; at most 6 digits after the point.",
            "type": "number"
          }
        },
        "required": ["age", "factor"],
        "additionalProperties": false
      },
      "FieldPolicy": {
        "description": "The type of one field. Where only `type` is given, its name alone will do: `\"int\"`.",
        "type": "object",
        "properties": {
          "type": { "description": "What the values are.", "$ref": "#/$defs/FieldType" },
          "values": {
            "description": "The values of an `enum`.",
            "anyOf": [{ "type": "array", "items": { "type": "string" } }, { "type": "null" }]
          },
          "items": {
            "description": "The fields of the records of a `list`.",
            "anyOf": [
              { "type": "object", "additionalProperties": { "$ref": "#/$defs/FieldTypeOrPolicy" } },
              { "type": "null" }
            ]
          },
          "empty_is_missing": {
            "description": "Whether what stands for nothing in a CRM is missing: an empty text or list, the zero GUID, the date 0001-01-01; of dates and instants an empty text too, and 0001-01-01 with any time, without a zone too.",
            "type": "boolean",
            "default": false
          },
          "scale": {
            "description": "Digits after the point that an array of integers has for a `decimal`: with 2, 150 is 1.50. Lists, rows and arrays of floats hold the numbers themselves, 150. At most 9.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 0
          }
        },
        "required": ["type"],
        "additionalProperties": false
      },
      "FieldType": {
        "description": "What the values of a field are.",
        "enum": [
          "bool", "int", "number", "decimal", "string", "enum", "date", "instant", "span", "list"
        ]
      },
      "FieldTypeOrPolicy": {
        "description": "The type of a field by its name, or with what belongs to it.",
        "anyOf": [{ "$ref": "#/$defs/FieldType" }, { "$ref": "#/$defs/FieldPolicy" }]
      },
      "HitPolicy": {
        "description": "Which rows of a table give their points: the hit policies of DMN (OMG 2015, section 8.2.10).",
        "enum": ["first", "unique", "collect_sum", "collect_max"]
      },
      "Hours": {
        "description": "Working hours within one date, [start, end).",
        "type": "object",
        "properties": {
          "start": {
            "description": "When they begin by the local clock, such as `09:00`.",
            "type": "string",
            "default": "09:00"
          },
          "end": {
            "description": "When they end, such as `18:00`; `24:00` is the end of the date.",
            "type": "string",
            "default": "18:00"
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Keep": { "description": "Which line of several is left.", "enum": ["first", "best"] },
      "Limit": {
        "description": "What a rep can have at most. Only lines with points above 0 enter; others pass and free no room.",
        "type": "object",
        "properties": {
          "id": {
            "description": "Its name in explanations; by default its place.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "kind": { "description": "What it leaves.", "$ref": "#/$defs/LimitKind" },
          "key": {
            "description": "What lines have in common that it counts together: `rep`, `site`, `team`, `territory`, or fields of the schema.",
            "type": "array",
            "items": { "type": "string" }
          },
          "per": {
            "description": "Within what; not of `min_gap`.",
            "anyOf": [{ "$ref": "#/$defs/LimitPeriod" }, { "type": "null" }]
          },
          "keep": { "description": "Of `once`: which.", "$ref": "#/$defs/Keep", "default": "first" },
          "points": {
            "description": "Of `cap`: how many points.",
            "anyOf": [{ "type": "number" }, { "type": "null" }]
          },
          "count": {
            "description": "Of `count_cap`: how many visits.",
            "anyOf": [{ "type": "integer", "minimum": 0, "maximum": 4294967295 }, { "type": "null" }]
          },
          "span": {
            "description": "Of `min_gap`: how far apart; days and longer by local dates.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          }
        },
        "required": ["kind", "key"],
        "additionalProperties": false
      },
      "LimitKind": {
        "description": "What a limit leaves.",
        "enum": ["once", "cap", "count_cap", "min_gap"]
      },
      "LimitPeriod": {
        "description": "Within what a limit counts.",
        "enum": ["day", "week", "month", "quarter", "year", "ever"]
      },
      "Modifier": {
        "description": "What changes the points that the tables gave.",
        "type": "object",
        "properties": {
          "id": {
            "description": "Its name in explanations; by default its place.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "kind": { "description": "What it does.", "$ref": "#/$defs/ModifierKind" },
          "when": {
            "description": "When it does so; always, where it says nothing.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "points": {
            "description": "Of `add` and `penalty`: how many.",
            "anyOf": [{ "type": "number" }, { "type": "null" }]
          },
          "factor": {
            "description": "Of `multiply`; at most 6 digits after the point.",
            "anyOf": [{ "type": "number" }, { "type": "null" }]
          },
          "field": {
            "description": "Of `per_unit` the number that is counted, of `decay` the instant or date that ages.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "above": {
            "description": "Of `per_unit`: only what lies above counts, and nothing below. Without it all counts, what is negative too.",
            "anyOf": [{ "type": "number" }, { "type": "null" }]
          },
          "step": {
            "description": "Of `per_unit`: only complete steps count.",
            "anyOf": [{ "type": "number" }, { "type": "null" }]
          },
          "rate": {
            "description": "Of `per_unit`: points for a step, or for one unit; at most 6 digits after the point.",
            "anyOf": [{ "type": "number" }, { "type": "null" }]
          },
          "cap": {
            "description": "Of `per_unit`: at most so many points.",
            "anyOf": [{ "type": "number" }, { "type": "null" }]
          },
          "steps": {
            "description": "Of `decay`: the factors by age; before the first it is 1.",
            "anyOf": [
              { "type": "array", "items": { "$ref": "#/$defs/DecayStep" } },
              { "type": "null" }
            ]
          },
          "half_life": {
            "description": "Of `decay`: the exact span in which the factor halves; rounded to 6 digits.",
            "anyOf": [{ "type": "string", "pattern": "^-?[0-9]{1,9}[smh]$" }, { "type": "null" }]
          },
          "on_unknown": {
            "description": "What it means where its condition or its field is unknown.",
            "$ref": "#/$defs/OnUnknown",
            "default": "undetermined"
          }
        },
        "required": ["kind"],
        "additionalProperties": false
      },
      "ModifierKind": {
        "description": "What a modifier does to the points so far.",
        "enum": ["add", "multiply", "per_unit", "decay", "penalty"]
      },
      "OnUnknown": {
        "description": "What happens where a missing field leaves it open whether a rule applies.",
        "enum": ["undetermined", "skip"]
      },
      "PeriodZone": {
        "description": "Whose clock says on which day a visit was made.",
        "enum": ["rep", "site", "card"]
      },
      "RoundingMode": {
        "description": "How the points are rounded at the end.",
        "enum": ["half_up", "half_even", "down"]
      },
      "ScoreCardPolicy": {
        "description": "What visits are worth: the stages are eligible, tables, modifiers, split, limits, rounding.",
        "type": "object",
        "properties": {
          "name": { "description": "Its name.", "type": "string" },
          "version": {
            "description": "Its version: a change of rules is a new one.",
            "type": "string"
          },
          "valid_from": {
            "description": "The first arrival for which it holds; without it, all.",
            "anyOf": [{ "type": "string", "format": "date-time" }, { "type": "null" }]
          },
          "scale": {
            "description": "Digits after the point of points, at most 6.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 2
          },
          "rounding": {
            "description": "How they are rounded to it.",
            "$ref": "#/$defs/RoundingMode",
            "default": "half_up"
          },
          "period_zone": {
            "description": "Whose clock says on which day a visit was made.",
            "$ref": "#/$defs/PeriodZone",
            "default": "rep"
          },
          "zone": {
            "description": "The card's own clock; by default the calendar's, else UTC.",
            "anyOf": [{ "$ref": "#/$defs/Zone" }, { "type": "null" }]
          },
          "calendar": {
            "description": "When people work: for spans in working days.",
            "anyOf": [{ "$ref": "#/$defs/CalendarPolicy" }, { "type": "null" }]
          },
          "keys": {
            "description": "Under which keys a visit holds its id, rep, time and so on.",
            "$ref": "#/$defs/CardKeys",
            "default": {
              "id": "id",
              "t": "t",
              "left": "left",
              "rep": "rep",
              "reps": "reps",
              "site": "site",
              "team": "team",
              "territory": "territory",
              "amount": "amount",
              "margin": "margin",
              "supersedes": "supersedes",
              "rep_zone": "rep_zone",
              "site_zone": "site_zone"
            }
          },
          "schema": {
            "description": "The fields that conditions and modifiers read.",
            "type": "object",
            "additionalProperties": { "$ref": "#/$defs/FieldTypeOrPolicy" },
            "default": {}
          },
          "eligible": {
            "description": "Which visits count; all, where it says nothing.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "tables": {
            "description": "What gives points; the sum of all tables.",
            "type": "array",
            "items": { "$ref": "#/$defs/ScoreTable" },
            "default": []
          },
          "modifiers": {
            "description": "What changes them, in order.",
            "type": "array",
            "items": { "$ref": "#/$defs/Modifier" },
            "default": []
          },
          "split": {
            "description": "How those of joint visits are shared.",
            "$ref": "#/$defs/SplitPolicy",
            "default": { "by": "equal", "lead_share": null }
          },
          "limits": {
            "description": "What there is at most, in order, each over what the one before left. A limit that several versions have at one place, word for word, counts over the visits of all of them, by the working days of the card that holds for the later visit; one that is changed starts anew.",
            "type": "array",
            "items": { "$ref": "#/$defs/Limit" },
            "default": []
          }
        },
        "required": ["name", "version"],
        "additionalProperties": false
      },
      "ScoreCardVersions": {
        "description": "A score card, or its versions, of which the one holds that is valid at an arrival.",
        "anyOf": [
          { "$ref": "#/$defs/ScoreCardPolicy" },
          { "type": "array", "items": { "$ref": "#/$defs/ScoreCardPolicy" } }
        ]
      },
      "ScoreRow": {
        "description": "A row of a score table.",
        "type": "object",
        "properties": {
          "id": {
            "description": "Its name in explanations; by default its place.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "when": {
            "description": "When it gives its points: this, or `bands`.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "bands": {
            "description": "The same by ranges of numbers, instead of `when`: `{\"doctors_met\": [5, 10]}` is from 5 on, and below 10.",
            "anyOf": [
              {
                "type": "object",
                "additionalProperties": {
                  "type": "array",
                  "items": { "anyOf": [{ "type": "number" }, { "type": "null" }] }
                }
              },
              { "type": "null" }
            ]
          },
          "points": { "description": "The points.", "type": "number" }
        },
        "required": ["points"],
        "additionalProperties": false
      },
      "ScoreTable": {
        "description": "A table that gives points.",
        "type": "object",
        "properties": {
          "id": {
            "description": "Its name in explanations; by default its place.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "hit": {
            "description": "Which rows give their points.",
            "$ref": "#/$defs/HitPolicy",
            "default": "first"
          },
          "rows": {
            "description": "The rows, in the order in which they are asked.",
            "type": "array",
            "items": { "$ref": "#/$defs/ScoreRow" }
          },
          "default": {
            "description": "The points where no row is met.",
            "anyOf": [{ "type": "number" }, { "type": "null" }]
          },
          "on_unknown": {
            "description": "What a row means whose condition is unknown.",
            "$ref": "#/$defs/OnUnknown",
            "default": "undetermined"
          }
        },
        "required": ["rows"],
        "additionalProperties": false
      },
      "SplitBy": {
        "description": "How a joint visit is shared.",
        "enum": ["equal", "weights", "lead"]
      },
      "SplitPolicy": {
        "description": "How the points of a joint visit are shared among its reps, and by the same weights the sum sold and its margin.",
        "type": "object",
        "properties": {
          "by": { "description": "By what.", "$ref": "#/$defs/SplitBy", "default": "equal" },
          "lead_share": {
            "description": "The part of the lead, 0 to 1; at most 6 digits after the point.",
            "anyOf": [{ "type": "number" }, { "type": "null" }]
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "WeekHours": {
        "description": "Working hours by day of the week; several parts leave a lunch between them: `{\"monday\": [{\"start\": \"09:00\", \"end\": \"13:00\"}, {\"start\": \"14:00\", \"end\": \"18:00\"}]}`.",
        "type": "object",
        "properties": {
          "monday": {
            "description": "Of Mondays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "tuesday": {
            "description": "Of Tuesdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "wednesday": {
            "description": "Of Wednesdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "thursday": {
            "description": "Of Thursdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "friday": {
            "description": "Of Fridays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "saturday": {
            "description": "Of Saturdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": []
          },
          "sunday": {
            "description": "Of Sundays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": []
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Weekday": {
        "description": "A day of the week.",
        "enum": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
      },
      "Zone": {
        "description": "A zone: a table of offsets, or a name where names are known.",
        "anyOf": [{ "type": "string" }, { "$ref": "#/$defs/ZoneTable" }]
      },
      "ZoneTable": {
        "description": "A zone's offsets from UTC, each from an instant on.\n\nBefore the first row the first row's offset holds. In a browser the table is made from `Intl`; with feature `tzdb` (on in Python and Node) a name is enough.",
        "type": "object",
        "properties": {
          "name": {
            "description": "Name, such as `Europe/Moscow`; it only names the table.",
            "type": "string"
          },
          "offsets": {
            "description": "Rows `[utc_ms, offset_s]`, `utc_ms` increasing: seconds east of UTC from that instant.",
            "type": "array",
            "items": {
              "type": "array",
              "items": {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              }
            }
          }
        },
        "required": ["name", "offsets"],
        "additionalProperties": true
      }
    }
  }),
  target: () => ({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/Target",
    "$defs": {
      "AdjustmentUse": {
        "description": "What adjustments of closed periods count for.",
        "enum": ["pay", "attainment"]
      },
      "Carry": {
        "description": "What of the period before is carried over, once, after proration.",
        "enum": ["none", "deficit", "both"]
      },
      "Measure": {
        "description": "What is counted.",
        "enum": ["points", "visits", "distinct_sites", "sum", "margin"]
      },
      "PeriodKind": {
        "description": "A kind of period.",
        "enum": ["day", "week", "month", "quarter", "year"]
      },
      "Prorate": {
        "description": "What makes a plan smaller.",
        "enum": ["vacation", "hire", "sick", "part_time", "calendar"]
      },
      "Scope": {
        "description": "Whose figures: of one rep, of all reps of a team, or of a territory.",
        "enum": ["rep", "team", "territory"]
      },
      "Spread": {
        "description": "Over which days of its period a plan is spread.",
        "enum": ["working_days", "calendar", "weights"]
      },
      "Target": {
        "description": "What a rep, a team or a territory is to reach in a period.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "id": {
            "description": "What it is called in answers.",
            "anyOf": [{ "type": "string" }, { "type": "null" }],
            "default": null
          },
          "scope": {
            "description": "Whether it is of reps, teams or territories.",
            "$ref": "#/$defs/Scope",
            "default": "rep"
          },
          "whose": {
            "description": "Of which one; by default of each by itself.",
            "anyOf": [{ "type": "string" }, { "type": "null" }],
            "default": null
          },
          "measure": {
            "description": "What is counted.",
            "$ref": "#/$defs/Measure",
            "default": "points"
          },
          "period": {
            "description": "In which period: that which holds `now`, or a named one.",
            "$ref": "#/$defs/TargetPeriod",
            "default": "month"
          },
          "value": { "description": "How much of it, in the whole period.", "type": "number" },
          "scale": {
            "description": "Digits of the prorated plan after the point, 0 to 6; by default 0 for visits and sites, else 2.",
            "anyOf": [{ "type": "integer", "minimum": 0, "maximum": 4294967295 }, { "type": "null" }],
            "default": null
          },
          "spread": {
            "description": "Over which days the plan is spread.",
            "$ref": "#/$defs/Spread",
            "default": "working_days"
          },
          "weights": {
            "description": "With `spread: weights`, what a working day weighs: in a year by its twelve months, in a quarter by its three, in a month or a week by the day of the week from Monday on.",
            "type": "array",
            "items": { "type": "integer", "minimum": 0, "maximum": 4294967295 },
            "default": []
          },
          "prorate": {
            "description": "What makes the plan of a rep smaller; plans of teams and territories stay as they are.",
            "type": "array",
            "items": { "$ref": "#/$defs/Prorate" },
            "default": ["vacation", "hire", "sick", "part_time", "calendar"]
          },
          "carry": {
            "description": "What of the period before is carried over.",
            "$ref": "#/$defs/Carry",
            "default": "none"
          },
          "tiers": {
            "description": "How what was reached is paid.",
            "anyOf": [{ "$ref": "#/$defs/Tiers" }, { "type": "null" }],
            "default": null
          },
          "forecast_min_days": {
            "description": "With fewer days over there is no forecast.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 3
          },
          "adjustments": {
            "description": "What adjustments of closed periods count for, where points are counted.",
            "$ref": "#/$defs/AdjustmentUse",
            "default": "pay"
          }
        },
        "required": ["value"],
        "additionalProperties": false
      },
      "TargetPeriod": {
        "description": "A kind of period, or the name of one, such as `2026-11`, `2026-W47` or `last_month`.",
        "anyOf": [{ "$ref": "#/$defs/PeriodKind" }, { "type": "string" }]
      },
      "Tier": {
        "description": "A factor from an attainment on, up to the next tier: [at_percent, next).",
        "type": "object",
        "properties": {
          "at_percent": {
            "description": "The lowest attainment, in percent of the plan; the exact fraction is compared.",
            "type": "number"
          },
          "factor": { "description": "By what the points are multiplied.", "type": "number" },
          "name": {
            "description": "What it is called, for people.",
            "anyOf": [{ "type": "string" }, { "type": "null" }],
            "default": null
          }
        },
        "required": ["at_percent", "factor"],
        "additionalProperties": false
      },
      "TierKind": {
        "description": "What the factor of a tier pays.",
        "enum": ["marginal", "retroactive"]
      },
      "Tiers": {
        "description": "How what was reached is paid.",
        "type": "object",
        "properties": {
          "kind": { "description": "What a factor pays.", "$ref": "#/$defs/TierKind" },
          "steps": {
            "description": "From the lowest on; below the first nothing is paid.",
            "type": "array",
            "items": { "$ref": "#/$defs/Tier" }
          }
        },
        "required": ["kind", "steps"],
        "additionalProperties": false
      }
    }
  }),
  close: () => ({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/ClosePolicy",
    "$defs": {
      "ClosePolicy": {
        "description": "When a period may be closed.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "close_after": {
            "description": "How long after its end phones may still send visits of the period: with `3bd` it is closed when the fourth working day begins.",
            "type": "string",
            "default": "3bd"
          }
        },
        "required": [],
        "additionalProperties": false
      }
    }
  }),
  pipeline: () => ({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/PipelinePolicy",
    "$defs": {
      "ApprovalPolicy": {
        "description": "Who has to approve a move before it is made. Votes are of one stay: whoever comes back asks anew.",
        "type": "object",
        "properties": {
          "need": {
            "description": "Of each role so many.",
            "type": "array",
            "items": { "$ref": "#/$defs/ApproverPolicy" }
          },
          "any_reject": {
            "description": "The stage to which a single rejection sends the case. What the stage requires and its reason are asked of the vote.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "not_author": {
            "description": "Whether the author of the case may not vote; nobody can where the author is not known.",
            "type": "boolean",
            "default": false
          },
          "reset_on": {
            "description": "Fields whose change makes all votes void.",
            "type": "array",
            "items": { "type": "string" },
            "default": []
          }
        },
        "required": ["need"],
        "additionalProperties": false
      },
      "ApproverPolicy": {
        "description": "So many people of a role.",
        "type": "object",
        "properties": {
          "role": { "description": "The role.", "type": "string" },
          "count": {
            "description": "How many of it; each person counts for one role.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          }
        },
        "required": ["role"],
        "additionalProperties": false
      },
      "Backward": {
        "description": "Whether a move back is allowed.",
        "enum": ["deny", "reason", "allow"]
      },
      "CalendarDays": {
        "description": "Dates with hours of their own: a holiday, a vacation, a working Saturday.",
        "type": "object",
        "properties": {
          "first": { "description": "The first date.", "type": "string", "format": "date" },
          "last": {
            "description": "The last date, which is one of them; by default the first is the only one.",
            "anyOf": [{ "type": "string", "format": "date" }, { "type": "null" }],
            "default": null
          },
          "hours": {
            "description": "The hours of each of these dates; none of a day off.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": []
          },
          "name": {
            "description": "What it is, for people.",
            "anyOf": [{ "type": "string" }, { "type": "null" }],
            "default": null
          }
        },
        "required": ["first"],
        "additionalProperties": false
      },
      "CalendarLayer": {
        "description": "What a branch or a rep has of its own.",
        "type": "object",
        "properties": {
          "name": {
            "description": "Whose it is, for people: `company`, `branch`, `rep`.",
            "anyOf": [{ "type": "string" }, { "type": "null" }],
            "default": null
          },
          "hours": {
            "description": "Its hours, in place of those of the layers before it.",
            "anyOf": [{ "$ref": "#/$defs/WeekHours" }, { "type": "null" }],
            "default": null
          },
          "days": {
            "description": "Its dates, in place of what the layers before it say of them.",
            "type": "array",
            "items": { "$ref": "#/$defs/CalendarDays" },
            "default": []
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "CalendarPolicy": {
        "description": "When people work.\n\nOf a date decides the last layer that names it; of other dates the day of the week, by the last layer that has hours. So a company's holiday holds for a rep with hours of their own, and a rep's vacation holds on a working Saturday.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "zone": {
            "description": "Whose clock the hours are of.",
            "$ref": "#/$defs/Zone",
            "default": "UTC"
          },
          "hours": {
            "description": "The hours of a week, where no layer has others.",
            "$ref": "#/$defs/WeekHours",
            "default": {
              "monday": [{ "start": "09:00", "end": "18:00" }],
              "tuesday": [{ "start": "09:00", "end": "18:00" }],
              "wednesday": [{ "start": "09:00", "end": "18:00" }],
              "thursday": [{ "start": "09:00", "end": "18:00" }],
              "friday": [{ "start": "09:00", "end": "18:00" }],
              "saturday": [],
              "sunday": []
            }
          },
          "days": {
            "description": "Dates with hours of their own.",
            "type": "array",
            "items": { "$ref": "#/$defs/CalendarDays" },
            "default": []
          },
          "layers": {
            "description": "From the weakest to the strongest: company, branch, rep.",
            "type": "array",
            "items": { "$ref": "#/$defs/CalendarLayer" },
            "default": []
          },
          "week_start": {
            "description": "The day on which `this_week` begins.",
            "$ref": "#/$defs/Weekday",
            "default": "monday"
          },
          "year_start": {
            "description": "The month, 1 to 12, with which years and quarters begin; a year is called by the one in which it begins.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "ConditionPolicy": {
        "description": "One node of a condition: `all`, `any` or `not`, or a `field` with one operator.",
        "type": "object",
        "properties": {
          "all": {
            "description": "True when every part is; true when there is none.",
            "anyOf": [
              { "type": "array", "items": { "$ref": "#/$defs/ConditionPolicy" } },
              { "type": "null" }
            ]
          },
          "any": {
            "description": "True when a part is; false when there is none.",
            "anyOf": [
              { "type": "array", "items": { "$ref": "#/$defs/ConditionPolicy" } },
              { "type": "null" }
            ]
          },
          "not": {
            "description": "True when the part is false.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "field": {
            "description": "Dotted path of the field that is looked at; `now` is the instant of the question.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "eq": {
            "description": "Equal to a value, or to another field: `{\"field\": \"planned_at\"}`.",
            "anyOf": [{}, { "type": "null" }]
          },
          "ne": { "description": "Not equal to it.", "anyOf": [{}, { "type": "null" }] },
          "lt": { "description": "Less than it.", "anyOf": [{}, { "type": "null" }] },
          "le": { "description": "At most it.", "anyOf": [{}, { "type": "null" }] },
          "gt": { "description": "More than it.", "anyOf": [{}, { "type": "null" }] },
          "ge": { "description": "At least it.", "anyOf": [{}, { "type": "null" }] },
          "in": {
            "description": "One of the values.",
            "anyOf": [{ "type": "array", "items": {} }, { "type": "null" }]
          },
          "not_in": {
            "description": "None of the values.",
            "anyOf": [{ "type": "array", "items": {} }, { "type": "null" }]
          },
          "between": {
            "description": "From the first to the second, both included.",
            "anyOf": [{ "type": "array", "items": {} }, { "type": "null" }]
          },
          "range": {
            "description": "From the first, included, to the second, excluded.",
            "anyOf": [{ "type": "array", "items": {} }, { "type": "null" }]
          },
          "is_null": {
            "description": "`true`: the field is missing.",
            "anyOf": [{ "type": "boolean" }, { "type": "null" }]
          },
          "not_null": {
            "description": "`true`: the field is there.",
            "anyOf": [{ "type": "boolean" }, { "type": "null" }]
          },
          "contains": {
            "description": "The text holds this one.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "starts_with": {
            "description": "The text begins with this one.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "any_of": {
            "description": "At least one record of the list meets it.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "all_of": {
            "description": "Every record of the list meets it; true when there is none.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "count_of": {
            "description": "The number of records of the list that meet it, compared by one more operator of this node: `{\"field\": \"contacts\", \"count_of\": {..}, \"ge\": 2}`.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "within": {
            "description": "How far a time lies from `now`: `\"7d\"`, it comes within seven days; `\"-7d\"`, it came within the last seven. The instant itself has come. Spans of every kind: `20m`, `3d`, `5bd`, `8bh`.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Effects": {
        "description": "What the host is told to do.",
        "type": "object",
        "properties": {
          "tasks": {
            "description": "Tasks to create; one of a name that is still open is not created again.",
            "type": "array",
            "items": { "$ref": "#/$defs/TaskPolicy" },
            "default": []
          },
          "set": {
            "description": "Fields to set: a value, or `{\"field\": \"now\"}` or another field.",
            "type": "object",
            "default": {}
          },
          "notify": {
            "description": "Messages to send.",
            "type": "array",
            "items": { "$ref": "#/$defs/NotifyPolicy" },
            "default": []
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "FieldPolicy": {
        "description": "The type of one field. Where only `type` is given, its name alone will do: `\"int\"`.",
        "type": "object",
        "properties": {
          "type": { "description": "What the values are.", "$ref": "#/$defs/FieldType" },
          "values": {
            "description": "The values of an `enum`.",
            "anyOf": [{ "type": "array", "items": { "type": "string" } }, { "type": "null" }]
          },
          "items": {
            "description": "The fields of the records of a `list`.",
            "anyOf": [
              { "type": "object", "additionalProperties": { "$ref": "#/$defs/FieldTypeOrPolicy" } },
              { "type": "null" }
            ]
          },
          "empty_is_missing": {
            "description": "Whether what stands for nothing in a CRM is missing: an empty text or list, the zero GUID, the date 0001-01-01; of dates and instants an empty text too, and 0001-01-01 with any time, without a zone too.",
            "type": "boolean",
            "default": false
          },
          "scale": {
            "description": "Digits after the point that an array of integers has for a `decimal`: with 2, 150 is 1.50. Lists, rows and arrays of floats hold the numbers themselves, 150. At most 9.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 0
          }
        },
        "required": ["type"],
        "additionalProperties": false
      },
      "FieldType": {
        "description": "What the values of a field are.",
        "enum": [
          "bool", "int", "number", "decimal", "string", "enum", "date", "instant", "span", "list"
        ]
      },
      "FieldTypeOrPolicy": {
        "description": "The type of a field by its name, or with what belongs to it.",
        "anyOf": [{ "$ref": "#/$defs/FieldType" }, { "$ref": "#/$defs/FieldPolicy" }]
      },
      "HandoverPolicy": {
        "description": "A case of another pipeline that begins where one of this enters a stage.",
        "type": "object",
        "properties": {
          "source": { "description": "The stage that is entered.", "type": "string" },
          "pipeline": { "description": "The other pipeline.", "type": "string" },
          "stage": {
            "description": "The stage with which the new case begins; by default the first.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "carry": {
            "description": "The fields that it takes along.",
            "type": "array",
            "items": { "type": "string" },
            "default": []
          }
        },
        "required": ["source", "pipeline"],
        "additionalProperties": false
      },
      "Hours": {
        "description": "Working hours within one date, [start, end).",
        "type": "object",
        "properties": {
          "start": {
            "description": "When they begin by the local clock, such as `09:00`.",
            "type": "string",
            "default": "09:00"
          },
          "end": {
            "description": "When they end, such as `18:00`; `24:00` is the end of the date.",
            "type": "string",
            "default": "18:00"
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Late": {
        "description": "Whether a timer whose deadline lies before the stage was entered still fires, at the entry.",
        "enum": ["fire", "skip"]
      },
      "MovePolicies": {
        "description": "What may be done without a transition of its own, from any stage that is neither won nor lost.",
        "type": "object",
        "properties": {
          "skip": {
            "description": "Moves to any later stage that is not lost.",
            "$ref": "#/$defs/Permission",
            "default": "deny"
          },
          "backward": {
            "description": "Moves to any earlier open stage.",
            "$ref": "#/$defs/Backward",
            "default": "deny"
          },
          "lost_from_any": {
            "description": "Moves to any lost stage.",
            "type": "boolean",
            "default": false
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "NormCounts": { "description": "What the norm of a stage counts.", "enum": ["total", "visit"] },
      "NotifyPolicy": {
        "description": "A message to be sent.",
        "type": "object",
        "properties": {
          "id": { "description": "Its name within the pipeline.", "type": "string" },
          "recipient": {
            "description": "To whom: a role, a person, whatever the host understands.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "text": {
            "description": "The text, or the name of one.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          }
        },
        "required": ["id"],
        "additionalProperties": false
      },
      "Permission": { "description": "Whether something is allowed.", "enum": ["deny", "allow"] },
      "PipelinePolicy": {
        "description": "A pipeline: the stages of a case, and how it gets from one to another.",
        "type": "object",
        "properties": {
          "name": { "description": "Its name.", "type": "string" },
          "version": {
            "description": "Its version: a change of rules is a new one.",
            "type": "string"
          },
          "schema": {
            "description": "The fields of cases. Besides, conditions know `stage`, `created_at`, `entered_at`, `last_activity_at`, `tasks.required_open`, `snooze.until` and `snooze.reason`.",
            "type": "object",
            "additionalProperties": { "$ref": "#/$defs/FieldTypeOrPolicy" },
            "default": {}
          },
          "calendar": {
            "description": "When people work; by default Monday to Friday, 9 to 18 in UTC.",
            "anyOf": [{ "$ref": "#/$defs/CalendarPolicy" }, { "type": "null" }]
          },
          "initial": {
            "description": "The stage with which cases begin; by default the first.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "stages": {
            "description": "The stages in their order.",
            "type": "array",
            "items": { "$ref": "#/$defs/StagePolicy" }
          },
          "transitions": {
            "description": "The moves. Of several that an event can make the first one is made.",
            "type": "array",
            "items": { "$ref": "#/$defs/TransitionPolicy" },
            "default": []
          },
          "policies": {
            "description": "What may be done without a transition of its own.",
            "$ref": "#/$defs/MovePolicies",
            "default": { "skip": "deny", "backward": "deny", "lost_from_any": false }
          },
          "handover": {
            "description": "Cases that begin elsewhere.",
            "type": "array",
            "items": { "$ref": "#/$defs/HandoverPolicy" },
            "default": []
          },
          "select": {
            "description": "To which pipeline a record belongs: the first whose condition is met, else this one.",
            "type": "array",
            "items": { "$ref": "#/$defs/SelectPolicy" },
            "default": []
          },
          "stall": {
            "description": "When a case is stalled.",
            "$ref": "#/$defs/StallPolicy",
            "default": { "no_activity": null, "next_step": null }
          },
          "updates": {
            "description": "The fields that `update` takes; by default all.",
            "anyOf": [{ "type": "array", "items": { "type": "string" } }, { "type": "null" }]
          },
          "keep_events": {
            "description": "How many of the last events a case keeps, 1 to 1000, so that an older one can be put in its place; up to twice as many for a while. Older ones stay as they are, and their names are known.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 100
          }
        },
        "required": ["name", "version", "stages"],
        "additionalProperties": false
      },
      "SelectPolicy": {
        "description": "To which pipeline a record belongs.",
        "type": "object",
        "properties": {
          "when": { "description": "Of such records.", "$ref": "#/$defs/ConditionPolicy" },
          "pipeline": { "description": "The pipeline.", "type": "string" }
        },
        "required": ["when", "pipeline"],
        "additionalProperties": false
      },
      "StageKind": { "description": "What a stage is.", "enum": ["open", "hold", "won", "lost"] },
      "StagePolicy": {
        "description": "One stage.",
        "type": "object",
        "properties": {
          "id": { "description": "Its name.", "type": "string" },
          "title": {
            "description": "What people call it.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "kind": { "description": "What it is.", "$ref": "#/$defs/StageKind", "default": "open" },
          "norm": {
            "description": "How long a case may be in it, if it is open: by the wall clock, or in working days or hours.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "warn_at": {
            "description": "The share of the norm from which the clock warns.",
            "type": "number",
            "minimum": 0.0,
            "maximum": 1.0,
            "default": 0.8
          },
          "norm_counts": {
            "description": "What the norm counts.",
            "$ref": "#/$defs/NormCounts",
            "default": "total"
          },
          "pause_when": {
            "description": "While this is met the clocks stand: waiting for the client. Looked at when a case enters, when its fields change, and at the instant at which time alone changes the answer.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "require": {
            "description": "Fields without which no event and no automatic step enters the stage.",
            "type": "array",
            "items": { "type": "string" },
            "default": []
          },
          "reasons": {
            "description": "Of a lost stage: the reasons of which an event has to name one; what is made by itself names none.",
            "type": "array",
            "items": { "type": "string" },
            "default": []
          },
          "on_enter": {
            "description": "What is done when a case enters.",
            "anyOf": [{ "$ref": "#/$defs/Effects" }, { "type": "null" }]
          },
          "timers": {
            "description": "What happens by itself.",
            "type": "array",
            "items": { "$ref": "#/$defs/TimerPolicy" },
            "default": []
          }
        },
        "required": ["id"],
        "additionalProperties": false
      },
      "StallPolicy": {
        "description": "When a case is stalled besides being over its norm.",
        "type": "object",
        "properties": {
          "no_activity": {
            "description": "Nothing was done with it for so long.",
            "anyOf": [{ "type": "string" }, { "type": "null" }],
            "default": null
          },
          "next_step": {
            "description": "The date or instant of the next step: stalled where it is missing, or over.",
            "anyOf": [{ "type": "string" }, { "type": "null" }],
            "default": null
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "TaskPolicy": {
        "description": "A task to be created.",
        "type": "object",
        "properties": {
          "id": { "description": "Its name within the pipeline.", "type": "string" },
          "title": {
            "description": "Its title, for people.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "required": {
            "description": "Whether it counts in `tasks.required_open` until it is done.",
            "type": "boolean",
            "default": false
          },
          "due": {
            "description": "How long after its creation it is due.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "assignee": {
            "description": "Who is to do it: a role, a person, whatever the host understands.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          }
        },
        "required": ["id"],
        "additionalProperties": false
      },
      "TimerPolicy": {
        "description": "Something that happens by itself when time has passed.",
        "type": "object",
        "properties": {
          "id": { "description": "Its name, of which there is one in a stage.", "type": "string" },
          "anchor": {
            "description": "From when it counts: `entered`, `created`, `last_activity`, or `field:X` of a date or instant. A date is the first instant of its local day.",
            "type": "string",
            "default": "entered"
          },
          "offset": {
            "description": "How long after the anchor, or before it: `\"-3d\"`, `\"5bd\"`.",
            "type": "string"
          },
          "when": {
            "description": "It fires only where this is met; as soon as it is, where time alone meets it.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "go": {
            "description": "The stage to which the case goes; or `emit`.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "emit": {
            "description": "What the host is told to do; or `go`.",
            "anyOf": [{ "$ref": "#/$defs/Effects" }, { "type": "null" }]
          },
          "late": {
            "description": "Whether it fires at the entry where its deadline lies before that.",
            "anyOf": [{ "$ref": "#/$defs/Late" }, { "type": "null" }]
          },
          "pausable": {
            "description": "Whether pauses move it; only of the anchors `entered` and `last_activity`.",
            "type": "boolean",
            "default": true
          }
        },
        "required": ["id", "offset"],
        "additionalProperties": false
      },
      "TransitionPolicy": {
        "description": "A move from some stages to another.",
        "type": "object",
        "properties": {
          "id": {
            "description": "Its name, for people.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "source": {
            "description": "The stages that it leaves.",
            "type": "array",
            "items": { "type": "string" }
          },
          "target": { "description": "The stage that it enters.", "type": "string" },
          "on": {
            "description": "The event that makes it; without one, and if it is not `auto`, an event that names the target.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "auto": {
            "description": "Whether it is made as soon as it can be: when a case enters, when its fields change, and at the instant at which time alone meets its guard.",
            "type": "boolean",
            "default": false
          },
          "guard": {
            "description": "What has to be met. Unknown is not met.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "require": {
            "description": "Fields that have to be there; the event may bring them.",
            "type": "array",
            "items": { "type": "string" },
            "default": []
          },
          "input": {
            "description": "Other fields that the event may bring.",
            "type": "array",
            "items": { "type": "string" },
            "default": []
          },
          "roles": {
            "description": "The roles of which the actor has to have one; without any, everybody.",
            "type": "array",
            "items": { "type": "string" },
            "default": []
          },
          "approvals": {
            "description": "Who has to approve it.",
            "anyOf": [{ "$ref": "#/$defs/ApprovalPolicy" }, { "type": "null" }]
          },
          "message": {
            "description": "What a person is told when its guard fails.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          }
        },
        "required": ["source", "target"],
        "additionalProperties": false
      },
      "WeekHours": {
        "description": "Working hours by day of the week; several parts leave a lunch between them: `{\"monday\": [{\"start\": \"09:00\", \"end\": \"13:00\"}, {\"start\": \"14:00\", \"end\": \"18:00\"}]}`.",
        "type": "object",
        "properties": {
          "monday": {
            "description": "Of Mondays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "tuesday": {
            "description": "Of Tuesdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "wednesday": {
            "description": "Of Wednesdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "thursday": {
            "description": "Of Thursdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "friday": {
            "description": "Of Fridays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": [{ "start": "09:00", "end": "18:00" }]
          },
          "saturday": {
            "description": "Of Saturdays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": []
          },
          "sunday": {
            "description": "Of Sundays.",
            "type": "array",
            "items": { "$ref": "#/$defs/Hours" },
            "default": []
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Weekday": {
        "description": "A day of the week.",
        "enum": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
      },
      "Zone": {
        "description": "A zone: a table of offsets, or a name where names are known.",
        "anyOf": [{ "type": "string" }, { "$ref": "#/$defs/ZoneTable" }]
      },
      "ZoneTable": {
        "description": "A zone's offsets from UTC, each from an instant on.\n\nBefore the first row the first row's offset holds. In a browser the table is made from `Intl`; with feature `tzdb` (on in Python and Node) a name is enough.",
        "type": "object",
        "properties": {
          "name": {
            "description": "Name, such as `Europe/Moscow`; it only names the table.",
            "type": "string"
          },
          "offsets": {
            "description": "Rows `[utc_ms, offset_s]`, `utc_ms` increasing: seconds east of UTC from that instant.",
            "type": "array",
            "items": {
              "type": "array",
              "items": {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              }
            }
          }
        },
        "required": ["name", "offsets"],
        "additionalProperties": true
      }
    }
  }),
  rfm: () => ({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/RfmPolicy",
    "$defs": {
      "ConditionPolicy": {
        "description": "One node of a condition: `all`, `any` or `not`, or a `field` with one operator.",
        "type": "object",
        "properties": {
          "all": {
            "description": "True when every part is; true when there is none.",
            "anyOf": [
              { "type": "array", "items": { "$ref": "#/$defs/ConditionPolicy" } },
              { "type": "null" }
            ]
          },
          "any": {
            "description": "True when a part is; false when there is none.",
            "anyOf": [
              { "type": "array", "items": { "$ref": "#/$defs/ConditionPolicy" } },
              { "type": "null" }
            ]
          },
          "not": {
            "description": "True when the part is false.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "field": {
            "description": "Dotted path of the field that is looked at; `now` is the instant of the question.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "eq": {
            "description": "Equal to a value, or to another field: `{\"field\": \"planned_at\"}`.",
            "anyOf": [{}, { "type": "null" }]
          },
          "ne": { "description": "Not equal to it.", "anyOf": [{}, { "type": "null" }] },
          "lt": { "description": "Less than it.", "anyOf": [{}, { "type": "null" }] },
          "le": { "description": "At most it.", "anyOf": [{}, { "type": "null" }] },
          "gt": { "description": "More than it.", "anyOf": [{}, { "type": "null" }] },
          "ge": { "description": "At least it.", "anyOf": [{}, { "type": "null" }] },
          "in": {
            "description": "One of the values.",
            "anyOf": [{ "type": "array", "items": {} }, { "type": "null" }]
          },
          "not_in": {
            "description": "None of the values.",
            "anyOf": [{ "type": "array", "items": {} }, { "type": "null" }]
          },
          "between": {
            "description": "From the first to the second, both included.",
            "anyOf": [{ "type": "array", "items": {} }, { "type": "null" }]
          },
          "range": {
            "description": "From the first, included, to the second, excluded.",
            "anyOf": [{ "type": "array", "items": {} }, { "type": "null" }]
          },
          "is_null": {
            "description": "`true`: the field is missing.",
            "anyOf": [{ "type": "boolean" }, { "type": "null" }]
          },
          "not_null": {
            "description": "`true`: the field is there.",
            "anyOf": [{ "type": "boolean" }, { "type": "null" }]
          },
          "contains": {
            "description": "The text holds this one.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "starts_with": {
            "description": "The text begins with this one.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "any_of": {
            "description": "At least one record of the list meets it.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "all_of": {
            "description": "Every record of the list meets it; true when there is none.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "count_of": {
            "description": "The number of records of the list that meet it, compared by one more operator of this node: `{\"field\": \"contacts\", \"count_of\": {..}, \"ge\": 2}`.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "within": {
            "description": "How far a time lies from `now`: `\"7d\"`, it comes within seven days; `\"-7d\"`, it came within the last seven. The instant itself has come. Spans of every kind: `20m`, `3d`, `5bd`, `8bh`.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "RfmPolicy": {
        "description": "How clients are scored by recency, frequency and money.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "zone": {
            "description": "Whose local dates days are.",
            "$ref": "#/$defs/Zone",
            "default": "UTC"
          },
          "scale": {
            "description": "Digits after the point of amounts that are whole numbers, at most 6: with 2 they are cents. Without it amounts are numbers of at most four digits after the point.",
            "anyOf": [{ "type": "integer", "minimum": 0, "maximum": 4294967295 }, { "type": "null" }],
            "default": null
          },
          "window_days": {
            "description": "How many days before `now` count; without it all do.",
            "anyOf": [{ "type": "integer", "minimum": 0, "maximum": 4294967295 }, { "type": "null" }],
            "default": null
          },
          "bins": {
            "description": "How many scores there are where cuts are by quantiles: 2 to 100.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 5
          },
          "segments": {
            "description": "Names for scores; without them nobody is named.",
            "type": "array",
            "items": { "$ref": "#/$defs/RfmSegment" },
            "default": []
          },
          "otherwise": {
            "description": "The segment of those whom no row of the table fits.",
            "type": "string",
            "default": "other"
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "RfmSegment": {
        "description": "One row of a table of segments: a client is of the first whose demands it all meets.",
        "type": "object",
        "properties": {
          "segment": { "description": "What the segment is called.", "type": "string" },
          "recency": {
            "description": "The least and the greatest score by recency, `[4, 5]`.",
            "anyOf": [
              {
                "type": "array",
                "items": { "type": "integer", "minimum": 0, "maximum": 4294967295 }
              },
              { "type": "null" }
            ],
            "default": null
          },
          "frequency": {
            "description": "The same by frequency.",
            "anyOf": [
              {
                "type": "array",
                "items": { "type": "integer", "minimum": 0, "maximum": 4294967295 }
              },
              { "type": "null" }
            ],
            "default": null
          },
          "monetary": {
            "description": "The same by money.",
            "anyOf": [
              {
                "type": "array",
                "items": { "type": "integer", "minimum": 0, "maximum": 4294967295 }
              },
              { "type": "null" }
            ],
            "default": null
          },
          "when": {
            "description": "A condition over `recency_score`, `frequency_score`, `monetary_score`, `recency_days`, `frequency_days`, `monetary`, `repeat_days`, `span_days`, `age_days` and `scope`.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }],
            "default": null
          }
        },
        "required": ["segment"],
        "additionalProperties": false
      },
      "Zone": {
        "description": "A zone: a table of offsets, or a name where names are known.",
        "anyOf": [{ "type": "string" }, { "$ref": "#/$defs/ZoneTable" }]
      },
      "ZoneTable": {
        "description": "A zone's offsets from UTC, each from an instant on.\n\nBefore the first row the first row's offset holds. In a browser the table is made from `Intl`; with feature `tzdb` (on in Python and Node) a name is enough.",
        "type": "object",
        "properties": {
          "name": {
            "description": "Name, such as `Europe/Moscow`; it only names the table.",
            "type": "string"
          },
          "offsets": {
            "description": "Rows `[utc_ms, offset_s]`, `utc_ms` increasing: seconds east of UTC from that instant.",
            "type": "array",
            "items": {
              "type": "array",
              "items": {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              }
            }
          }
        },
        "required": ["name", "offsets"],
        "additionalProperties": true
      }
    }
  }),
  rfm_cuts: () => ({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/RfmCuts",
    "$defs": {
      "RfmCuts": {
        "description": "Where scores end: a value has one point more than there are cuts below it.\n\nAn answer's `cuts`, passed on, freeze them: what one client buys then shifts nobody else.",
        "type": "object",
        "properties": {
          "scope": {
            "description": "Of which scope they are; without it of every scope that has none of its own.",
            "anyOf": [{ "type": "string" }, { "type": "null" }],
            "default": null
          },
          "recency_days": {
            "description": "In days since the last purchase; the fewer, the higher the score.",
            "type": "array",
            "items": { "type": "integer", "minimum": -9007199254740991, "maximum": 9007199254740991 }
          },
          "frequency_days": {
            "description": "In days with a purchase.",
            "type": "array",
            "items": { "type": "integer", "minimum": -9007199254740991, "maximum": 9007199254740991 }
          },
          "monetary": { "description": "In money.", "type": "array", "items": { "type": "number" } }
        },
        "required": ["recency_days", "frequency_days", "monetary"],
        "additionalProperties": false
      }
    }
  }),
  abc: () => ({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/AbcPolicy",
    "$defs": {
      "AbcPolicy": {
        "description": "How clients are classed by their share of revenue.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "zone": {
            "description": "Whose local dates days are.",
            "$ref": "#/$defs/Zone",
            "default": "UTC"
          },
          "scale": {
            "description": "Digits after the point of amounts that are whole numbers, at most 6: with 2 they are cents. Without it amounts are numbers of at most four digits after the point.",
            "anyOf": [{ "type": "integer", "minimum": 0, "maximum": 4294967295 }, { "type": "null" }],
            "default": null
          },
          "window_days": {
            "description": "How many days before `now` count; without it all do.",
            "anyOf": [{ "type": "integer", "minimum": 0, "maximum": 4294967295 }, { "type": "null" }],
            "default": null
          },
          "a_percent": {
            "description": "A client is of class A if those before it have less of the positive revenue.",
            "type": "number",
            "default": 80.0
          },
          "b_percent": {
            "description": "Of class B if they have less than this.",
            "type": "number",
            "default": 95.0
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Zone": {
        "description": "A zone: a table of offsets, or a name where names are known.",
        "anyOf": [{ "type": "string" }, { "$ref": "#/$defs/ZoneTable" }]
      },
      "ZoneTable": {
        "description": "A zone's offsets from UTC, each from an instant on.\n\nBefore the first row the first row's offset holds. In a browser the table is made from `Intl`; with feature `tzdb` (on in Python and Node) a name is enough.",
        "type": "object",
        "properties": {
          "name": {
            "description": "Name, such as `Europe/Moscow`; it only names the table.",
            "type": "string"
          },
          "offsets": {
            "description": "Rows `[utc_ms, offset_s]`, `utc_ms` increasing: seconds east of UTC from that instant.",
            "type": "array",
            "items": {
              "type": "array",
              "items": {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              }
            }
          }
        },
        "required": ["name", "offsets"],
        "additionalProperties": true
      }
    }
  }),
  xyz: () => ({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/XyzPolicy",
    "$defs": {
      "Quadrant": {
        "description": "A quadrant of the Boston matrix (Henderson, 1970).",
        "enum": ["star", "cow", "question", "dog"]
      },
      "Quadrants": {
        "description": "The quadrant of each pair of an ABC and an XYZ class, as users of 1C know it: who buys steadily is a market that has grown up. That AX is a cow and AZ a star is theirs; the rest reads A as large, and Y and Z as growing.",
        "type": "object",
        "properties": {
          "ax": { "description": "Of A and X.", "$ref": "#/$defs/Quadrant", "default": "cow" },
          "ay": { "description": "Of A and Y.", "$ref": "#/$defs/Quadrant", "default": "star" },
          "az": { "description": "Of A and Z.", "$ref": "#/$defs/Quadrant", "default": "star" },
          "bx": { "description": "Of B and X.", "$ref": "#/$defs/Quadrant", "default": "dog" },
          "by": { "description": "Of B and Y.", "$ref": "#/$defs/Quadrant", "default": "question" },
          "bz": { "description": "Of B and Z.", "$ref": "#/$defs/Quadrant", "default": "question" },
          "cx": { "description": "Of C and X.", "$ref": "#/$defs/Quadrant", "default": "dog" },
          "cy": { "description": "Of C and Y.", "$ref": "#/$defs/Quadrant", "default": "question" },
          "cz": { "description": "Of C and Z.", "$ref": "#/$defs/Quadrant", "default": "question" }
        },
        "required": [],
        "additionalProperties": false
      },
      "XyzPeriod": {
        "description": "What revenue is summed by.",
        "enum": ["week", "month", "quarter"]
      },
      "XyzPolicy": {
        "description": "How clients are classed by how steadily they buy.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "zone": {
            "description": "Whose local dates days are.",
            "$ref": "#/$defs/Zone",
            "default": "UTC"
          },
          "scale": {
            "description": "Digits after the point of amounts that are whole numbers, at most 6: with 2 they are cents. Without it amounts are numbers of at most four digits after the point.",
            "anyOf": [{ "type": "integer", "minimum": 0, "maximum": 4294967295 }, { "type": "null" }],
            "default": null
          },
          "period": {
            "description": "What revenue is summed by: whole ones of the calendar, weeks from Monday.",
            "$ref": "#/$defs/XyzPeriod",
            "default": "month"
          },
          "periods": {
            "description": "How many of them count, up to the last that is over: 1 to 60.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 12
          },
          "min_periods": {
            "description": "With fewer periods since its first purchase a client is of class Z: 1 to `periods`.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "x_percent": {
            "description": "A client is of class X if its coefficient of variation is less than this.",
            "type": "number",
            "default": 10.0
          },
          "y_percent": {
            "description": "Of class Y if it is less than this.",
            "type": "number",
            "default": 25.0
          },
          "a_percent": {
            "description": "A client is of class A if those before it have less of the positive revenue.",
            "type": "number",
            "default": 80.0
          },
          "b_percent": {
            "description": "Of class B if they have less than this.",
            "type": "number",
            "default": 95.0
          },
          "quadrants": {
            "description": "Where in the Boston matrix each pair of classes stands.",
            "$ref": "#/$defs/Quadrants",
            "default": {
              "ax": "cow",
              "ay": "star",
              "az": "star",
              "bx": "dog",
              "by": "question",
              "bz": "question",
              "cx": "dog",
              "cy": "question",
              "cz": "question"
            }
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Zone": {
        "description": "A zone: a table of offsets, or a name where names are known.",
        "anyOf": [{ "type": "string" }, { "$ref": "#/$defs/ZoneTable" }]
      },
      "ZoneTable": {
        "description": "A zone's offsets from UTC, each from an instant on.\n\nBefore the first row the first row's offset holds. In a browser the table is made from `Intl`; with feature `tzdb` (on in Python and Node) a name is enough.",
        "type": "object",
        "properties": {
          "name": {
            "description": "Name, such as `Europe/Moscow`; it only names the table.",
            "type": "string"
          },
          "offsets": {
            "description": "Rows `[utc_ms, offset_s]`, `utc_ms` increasing: seconds east of UTC from that instant.",
            "type": "array",
            "items": {
              "type": "array",
              "items": {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              }
            }
          }
        },
        "required": ["name", "offsets"],
        "additionalProperties": true
      }
    }
  }),
  bcg: () => ({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/BcgPolicy",
    "$defs": {
      "BcgPolicy": {
        "description": "What is large, and what grows.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "zone": {
            "description": "Whose local dates days are.",
            "$ref": "#/$defs/Zone",
            "default": "UTC"
          },
          "scale": {
            "description": "Digits after the point of amounts that are whole numbers, at most 6: with 2 they are cents. Without it amounts are numbers of at most four digits after the point.",
            "anyOf": [{ "type": "integer", "minimum": 0, "maximum": 4294967295 }, { "type": "null" }],
            "default": null
          },
          "window_days": {
            "description": "How many days before `now` count; as many before those are what they grew from.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 365
          },
          "share_percent": {
            "description": "From this percent of the revenue of the scope's largest client on a client is large.",
            "type": "number",
            "default": 50.0
          },
          "growth_percent": {
            "description": "From this growth on, in percent of the revenue before, it grows.",
            "type": "number",
            "default": 10.0
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Zone": {
        "description": "A zone: a table of offsets, or a name where names are known.",
        "anyOf": [{ "type": "string" }, { "$ref": "#/$defs/ZoneTable" }]
      },
      "ZoneTable": {
        "description": "A zone's offsets from UTC, each from an instant on.\n\nBefore the first row the first row's offset holds. In a browser the table is made from `Intl`; with feature `tzdb` (on in Python and Node) a name is enough.",
        "type": "object",
        "properties": {
          "name": {
            "description": "Name, such as `Europe/Moscow`; it only names the table.",
            "type": "string"
          },
          "offsets": {
            "description": "Rows `[utc_ms, offset_s]`, `utc_ms` increasing: seconds east of UTC from that instant.",
            "type": "array",
            "items": {
              "type": "array",
              "items": {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              }
            }
          }
        },
        "required": ["name", "offsets"],
        "additionalProperties": true
      }
    }
  }),
  life_cycle: () => ({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/LifeCyclePolicy",
    "$defs": {
      "LifeCyclePolicy": {
        "description": "When a client is new, active, sleeping or lost.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "zone": {
            "description": "Whose local dates days are.",
            "$ref": "#/$defs/Zone",
            "default": "UTC"
          },
          "scale": {
            "description": "Digits after the point of amounts that are whole numbers, at most 6; without it amounts are numbers of at most four digits after the point.",
            "anyOf": [{ "type": "integer", "minimum": 0, "maximum": 4294967295 }, { "type": "null" }],
            "default": null
          },
          "min_gap_days": {
            "description": "No client's gap counts as shorter.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 7
          },
          "new_days": {
            "description": "A client of one purchase is new for so many days.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 90
          },
          "sleeping_gaps": {
            "description": "A client sleeps after more than so many of its gaps.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 2
          },
          "lost_gaps": {
            "description": "It is lost after more than so many.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 4
          },
          "lost_days": {
            "description": "And after more than so many days, whatever its gap.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 365
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Zone": {
        "description": "A zone: a table of offsets, or a name where names are known.",
        "anyOf": [{ "type": "string" }, { "$ref": "#/$defs/ZoneTable" }]
      },
      "ZoneTable": {
        "description": "A zone's offsets from UTC, each from an instant on.\n\nBefore the first row the first row's offset holds. In a browser the table is made from `Intl`; with feature `tzdb` (on in Python and Node) a name is enough.",
        "type": "object",
        "properties": {
          "name": {
            "description": "Name, such as `Europe/Moscow`; it only names the table.",
            "type": "string"
          },
          "offsets": {
            "description": "Rows `[utc_ms, offset_s]`, `utc_ms` increasing: seconds east of UTC from that instant.",
            "type": "array",
            "items": {
              "type": "array",
              "items": {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              }
            }
          }
        },
        "required": ["name", "offsets"],
        "additionalProperties": true
      }
    }
  }),
  segment: () => ({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/SegmentPolicy",
    "$defs": {
      "ConditionPolicy": {
        "description": "One node of a condition: `all`, `any` or `not`, or a `field` with one operator.",
        "type": "object",
        "properties": {
          "all": {
            "description": "True when every part is; true when there is none.",
            "anyOf": [
              { "type": "array", "items": { "$ref": "#/$defs/ConditionPolicy" } },
              { "type": "null" }
            ]
          },
          "any": {
            "description": "True when a part is; false when there is none.",
            "anyOf": [
              { "type": "array", "items": { "$ref": "#/$defs/ConditionPolicy" } },
              { "type": "null" }
            ]
          },
          "not": {
            "description": "True when the part is false.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "field": {
            "description": "Dotted path of the field that is looked at; `now` is the instant of the question.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "eq": {
            "description": "Equal to a value, or to another field: `{\"field\": \"planned_at\"}`.",
            "anyOf": [{}, { "type": "null" }]
          },
          "ne": { "description": "Not equal to it.", "anyOf": [{}, { "type": "null" }] },
          "lt": { "description": "Less than it.", "anyOf": [{}, { "type": "null" }] },
          "le": { "description": "At most it.", "anyOf": [{}, { "type": "null" }] },
          "gt": { "description": "More than it.", "anyOf": [{}, { "type": "null" }] },
          "ge": { "description": "At least it.", "anyOf": [{}, { "type": "null" }] },
          "in": {
            "description": "One of the values.",
            "anyOf": [{ "type": "array", "items": {} }, { "type": "null" }]
          },
          "not_in": {
            "description": "None of the values.",
            "anyOf": [{ "type": "array", "items": {} }, { "type": "null" }]
          },
          "between": {
            "description": "From the first to the second, both included.",
            "anyOf": [{ "type": "array", "items": {} }, { "type": "null" }]
          },
          "range": {
            "description": "From the first, included, to the second, excluded.",
            "anyOf": [{ "type": "array", "items": {} }, { "type": "null" }]
          },
          "is_null": {
            "description": "`true`: the field is missing.",
            "anyOf": [{ "type": "boolean" }, { "type": "null" }]
          },
          "not_null": {
            "description": "`true`: the field is there.",
            "anyOf": [{ "type": "boolean" }, { "type": "null" }]
          },
          "contains": {
            "description": "The text holds this one.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "starts_with": {
            "description": "The text begins with this one.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          },
          "any_of": {
            "description": "At least one record of the list meets it.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "all_of": {
            "description": "Every record of the list meets it; true when there is none.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "count_of": {
            "description": "The number of records of the list that meet it, compared by one more operator of this node: `{\"field\": \"contacts\", \"count_of\": {..}, \"ge\": 2}`.",
            "anyOf": [{ "$ref": "#/$defs/ConditionPolicy" }, { "type": "null" }]
          },
          "within": {
            "description": "How far a time lies from `now`: `\"7d\"`, it comes within seven days; `\"-7d\"`, it came within the last seven. The instant itself has come. Spans of every kind: `20m`, `3d`, `5bd`, `8bh`.",
            "anyOf": [{ "type": "string" }, { "type": "null" }]
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "DynamicCorePolicy": {
        "description": "Who belongs to the dynamic core: clients that carry the quarter, and grow.",
        "type": "object",
        "properties": {
          "enter_share": {
            "description": "Enters with a smaller share of the moving window's revenue above it, 0 to 1,",
            "type": "number",
            "default": 0.8
          },
          "enter_pace": {
            "description": "and at least this pace, or new.",
            "type": "number",
            "default": 1.1
          },
          "leave_share": {
            "description": "Leaves from this share above it on,",
            "type": "number",
            "default": 0.9
          },
          "leave_pace": {
            "description": "or below this pace, or without revenue in the moving window.",
            "type": "number",
            "default": 0.9
          },
          "min_stay_days": {
            "description": "Stays at least so many days, unless there is no revenue.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 14
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "ScopeZone": {
        "description": "Whose days begin by another clock.",
        "type": "object",
        "properties": {
          "scope": { "description": "The scope: a manager, a branch.", "type": "string" },
          "zone": { "description": "Its zone.", "$ref": "#/$defs/Zone" }
        },
        "required": ["scope", "zone"],
        "additionalProperties": false
      },
      "SegmentPolicy": {
        "description": "How clients are divided into core accounts and others, day by day.",
        "type": "object",
        "properties": {
          "version": {
            "description": "Version of the defaults; they never change within one.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 1
          },
          "zone": {
            "description": "By whose clock days begin.",
            "$ref": "#/$defs/Zone",
            "default": "UTC"
          },
          "zones": {
            "description": "Scopes that have another zone.",
            "type": "array",
            "items": { "$ref": "#/$defs/ScopeZone" },
            "default": []
          },
          "base_days": {
            "description": "The base window, in whole days: what a client is worth.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 365
          },
          "moving_days": {
            "description": "The moving window, in whole days: what it buys now. At most half of the base window.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 90
          },
          "activity_months": {
            "description": "Over so many months, that of the day among them, active ones are counted.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 12
          },
          "static_core": {
            "description": "The static core.",
            "$ref": "#/$defs/StaticCorePolicy",
            "default": {
              "enter_share": 0.8,
              "enter_months": 6,
              "leave_share": 0.9,
              "leave_months": 4,
              "min_stay_days": 30
            }
          },
          "dynamic_core": {
            "description": "The dynamic core.",
            "$ref": "#/$defs/DynamicCorePolicy",
            "default": {
              "enter_share": 0.8,
              "enter_pace": 1.1,
              "leave_share": 0.9,
              "leave_pace": 0.9,
              "min_stay_days": 14
            }
          },
          "at_risk_pace": {
            "description": "Of the static core alone, below this pace: at risk.",
            "type": "number",
            "default": 0.7
          },
          "cooling_pace": {
            "description": "Of the static core alone, below this pace: cooling, a warning.",
            "type": "number",
            "default": 0.9
          },
          "segments": {
            "description": "Segments of one's own: the first whose condition is met. Where none is, or it is unknown, the cores decide.",
            "type": "array",
            "items": { "$ref": "#/$defs/SegmentRule" },
            "default": []
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "SegmentRule": {
        "description": "A segment of one's own.",
        "type": "object",
        "properties": {
          "name": { "description": "What it is called.", "type": "string" },
          "when": {
            "description": "Who belongs to it, by the fields of `CoreFeatures`.",
            "$ref": "#/$defs/ConditionPolicy"
          }
        },
        "required": ["name", "when"],
        "additionalProperties": false
      },
      "StaticCorePolicy": {
        "description": "Who belongs to the static core: clients that carry the year.",
        "type": "object",
        "properties": {
          "enter_share": {
            "description": "Enters with a smaller share of the base window's revenue above it, 0 to 1,",
            "type": "number",
            "default": 0.8
          },
          "enter_months": {
            "description": "and at least so many active months.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 6
          },
          "leave_share": {
            "description": "Leaves from this share above it on,",
            "type": "number",
            "default": 0.9
          },
          "leave_months": {
            "description": "or with fewer active months, or without revenue in the base window.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 4
          },
          "min_stay_days": {
            "description": "Stays at least so many days, unless there is no revenue.",
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "default": 30
          }
        },
        "required": [],
        "additionalProperties": false
      },
      "Zone": {
        "description": "A zone: a table of offsets, or a name where names are known.",
        "anyOf": [{ "type": "string" }, { "$ref": "#/$defs/ZoneTable" }]
      },
      "ZoneTable": {
        "description": "A zone's offsets from UTC, each from an instant on.\n\nBefore the first row the first row's offset holds. In a browser the table is made from `Intl`; with feature `tzdb` (on in Python and Node) a name is enough.",
        "type": "object",
        "properties": {
          "name": {
            "description": "Name, such as `Europe/Moscow`; it only names the table.",
            "type": "string"
          },
          "offsets": {
            "description": "Rows `[utc_ms, offset_s]`, `utc_ms` increasing: seconds east of UTC from that instant.",
            "type": "array",
            "items": {
              "type": "array",
              "items": {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              }
            }
          }
        },
        "required": ["name", "offsets"],
        "additionalProperties": true
      }
    }
  }),
};
