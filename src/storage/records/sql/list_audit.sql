SELECT journal.seq, journal.kind, journal.id, journal.actor, journal.at, coalesce(former_names.name, '')
FROM journal LEFT JOIN former_names ON former_names.id = journal.actor
WHERE journal.kind <> 'response' AND journal.seq < :before ORDER BY journal.seq DESC LIMIT :count
