UPDATE journal_head SET seq = :seq WHERE one = 1
