SELECT journal.seq, journal.kind, journal.id, journal.actor, journal.at
FROM journal
WHERE journal.kind <> 'response' AND journal.seq < :before ORDER BY journal.seq DESC LIMIT :count
