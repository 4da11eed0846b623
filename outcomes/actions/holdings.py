"""Whose a participant is, and until when outcomes count: small tables of one transaction, for the checks of a file.

Few participants are ever handed over or leave for good, so that the tables are small and a file pays next to nothing.
"""

# The days on which each participant of a handover was the agent's, under the reference that the agent knows. A
# participant may go and come back.
HELD = """
    CREATE TEMP TABLE held ON COMMIT DROP AS
    WITH agreed AS (
        SELECT t.participant_id, t.to_agent_id AS agent_id, t.reference, t.from_date, t.id
          FROM delivery_transfer t
          JOIN delivery_transferanswer said ON said.transfer_id = t.id AND said.kind = 'confirmed'
          JOIN delivery_participant p ON p.id = t.participant_id
         WHERE p.programme_id = %(programme)s
    ), stays AS (
        SELECT participant_id, agent_id, reference, from_date, id FROM agreed
        UNION ALL
        SELECT p.id, p.agent_id, p.reference, '-infinity', 0
          FROM delivery_participant p WHERE p.id IN (SELECT participant_id FROM agreed)
    ), spans AS (
        SELECT s.*, daterange(from_date, lead(from_date) OVER (PARTITION BY participant_id ORDER BY from_date, id))
                    AS days
          FROM stays s
    )
    SELECT spans.reference, spans.participant_id, p.started_on, p.segment, p.attributes, range_agg(days) AS days
      FROM spans JOIN delivery_participant p ON p.id = spans.participant_id
     WHERE spans.agent_id = %(agent)s
     GROUP BY 1, 2, 3, 4, 5
"""
# References that people hold for the same: case, width of letters, spaces and noughts in front make no difference.
FOLDED = "ltrim(lower(replace(normalize({}, NFKC), ' ', '')), '0')"
# The last day that counts of those who left for a reason after which no outcome does.
GONE = """
    CREATE TEMP TABLE gone ON COMMIT DROP AS
    SELECT latest.* FROM (
        SELECT DISTINCT ON (e.participant_id) e.participant_id, e.exited_on, e.reason
          FROM delivery_exit e
          JOIN delivery_participant p ON p.id = e.participant_id AND p.programme_id = %(programme)s
         ORDER BY e.participant_id, e.id DESC
    ) latest WHERE latest.reason = ANY(%(ends)s)
"""
STEPS = (HELD, GONE, "ANALYZE held", "ANALYZE gone")
TEMPORARY = ("held", "gone")
