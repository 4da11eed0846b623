"""What is wrong with single rows of outcomes: what they refer to, and their days against participant and contract.

`checked` of `outcomes.actions.outcome_checks` holds the rows, those of them to look at closer with the fate “reject”.
"""

FLAWED = """
    CREATE TEMP TABLE flawed ON COMMIT DROP AS
    SELECT c.*, o.evidence_kinds, (o.particulars -> 'cohort' ->> 'on')::date AS closed_on, held.days, gone.exited_on,
           (o.particulars -> 'values' ->> 'from')::numeric AS value_from,
           (o.particulars -> 'values' ->> 'below')::numeric AS value_below
      FROM checked c
      LEFT JOIN contracts_outcomedefinition o ON o.id = c.outcome_id
      LEFT JOIN held ON held.reference = c.reference AND held.participant_id = c.participant_id
      LEFT JOIN gone ON gone.participant_id = c.participant_id
     WHERE c.fate = 'reject'
"""
# For references that are not known, one of the agent's that is nearly the same.
ALIKE = """
    CREATE TEMP TABLE alike ON COMMIT DROP AS
    WITH unknown AS (
        SELECT DISTINCT reference, {folded} AS folded
          FROM flawed WHERE reference IS NOT NULL AND participant_id IS NULL
    )
    SELECT u.reference, min(p.reference) AS known
      FROM unknown u
      JOIN delivery_participant p ON {folded_known} = u.folded
     WHERE p.programme_id = %(programme)s AND p.agent_id = %(agent)s AND u.folded <> ''
     GROUP BY 1
"""
REFERENCES = """
    INSERT INTO {problems} (row_number, field, code, value, d0, d1)
    SELECT row_number, 'participant',
           CASE WHEN known IS NULL THEN 'unknown_participant' ELSE 'reference_written_otherwise' END,
           reference, coalesce(known, %(agent_name)s), NULL
      FROM flawed LEFT JOIN alike USING (reference) WHERE reference IS NOT NULL AND participant_id IS NULL
    UNION ALL
    SELECT row_number, 'achieved_on', 'no_contract', NULL, {day}, %(in_force)s
      FROM flawed WHERE event_date IS NOT NULL AND version_id IS NULL
    UNION ALL
    SELECT row_number, 'outcome', 'outcome_not_in_version', outcome, {day},
           (SELECT string_agg(o.code, ', ' ORDER BY o.position) FROM contracts_outcomedefinition o
             WHERE o.version_id = flawed.version_id)
      FROM flawed WHERE outcome IS NOT NULL AND version_id IS NOT NULL AND outcome_id IS NULL
    UNION ALL
    SELECT row_number, 'achieved_on', 'date_future', NULL, {day}, to_char(%(today)s, 'FMDD FMMonth YYYY')
      FROM flawed WHERE event_date > %(today)s
    UNION ALL
    SELECT row_number, 'achieved_on', 'before_start', NULL, {day}, to_char(started_on, 'FMDD FMMonth YYYY')
      FROM flawed WHERE event_date < started_on
    UNION ALL
    SELECT row_number, 'achieved_on', 'after_window', NULL, {day}, to_char(last_day, 'FMDD FMMonth YYYY')
      FROM flawed WHERE event_date > last_day
    UNION ALL
    SELECT row_number, 'sequence', 'sequence_too_high', sequence::text, most::text, NULL
      FROM flawed WHERE sequence > most
    UNION ALL
    SELECT row_number, 'evidence_kind', 'evidence_not_accepted', evidence_kind,
           (SELECT string_agg(kind, ', ') FROM jsonb_array_elements_text(evidence_kinds) AS kind), NULL
      FROM flawed WHERE evidence_kind <> '' AND evidence_kinds <> '[]'
                     AND NOT evidence_kinds ? evidence_kind
    UNION ALL
    SELECT row_number, 'value', CASE WHEN value IS NULL THEN 'value_needed' ELSE 'value_outside' END,
           trim_scale(value)::text,
           concat_ws(' and ', 'of at least ' || trim_scale(value_from), 'below ' || trim_scale(value_below)), NULL
      FROM flawed
     WHERE NOT coalesce(value >= value_from, value_from IS NULL)
        OR NOT coalesce(value < value_below, value_below IS NULL)
    UNION ALL
    SELECT row_number, 'achieved_on', 'handed_over', reference, {day},
           (SELECT string_agg(concat_ws(' ', 'from ' || to_char(nullif(lower(span), '-infinity'), 'FMDD FMMonth YYYY'),
                                             'until ' || to_char(upper(span) - 1, 'FMDD FMMonth YYYY')),
                              ' and ') FROM unnest(days) AS span)
      FROM flawed WHERE event_date >= started_on AND NOT days @> event_date
    UNION ALL
    SELECT row_number, 'achieved_on', 'after_exit', reference, {day}, to_char(exited_on, 'FMDD FMMonth YYYY')
      FROM flawed WHERE event_date > exited_on
    UNION ALL
    SELECT row_number, 'participant', 'not_in_cohort', reference, to_char(started_on, 'FMDD FMMonth YYYY'),
           to_char(closed_on, 'FMDD FMMonth YYYY')
      FROM flawed WHERE started_on > closed_on
    UNION ALL
    SELECT f.row_number, 'participant', 'not_for_participant', f.reference,
           string_agg(rule.attribute || ' is ' || (SELECT string_agg(value, ' or ')
                                                     FROM jsonb_array_elements_text(rule.allowed) AS value),
                      ' and ' ORDER BY rule.attribute), NULL
      FROM flawed f
      JOIN contracts_outcomedefinition o ON o.id = f.outcome_id
      JOIN delivery_participant p ON p.id = f.participant_id
     CROSS JOIN LATERAL jsonb_each(o.particulars -> 'eligible' -> 'rule') AS rule (attribute, allowed)
     WHERE NOT rule.allowed ? coalesce(p.attributes ->> rule.attribute, '')
     GROUP BY f.row_number, f.reference
"""
STEPS = (FLAWED, ALIKE, REFERENCES)
TEMPORARY = ("flawed", "alike")
