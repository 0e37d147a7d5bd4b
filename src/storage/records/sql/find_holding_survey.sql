SELECT survey FROM responses
WHERE id = :id AND survey <> :survey AND import NOT IN (SELECT id FROM imports WHERE state <> 'visible')
