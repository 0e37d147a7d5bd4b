UPDATE journal_head SET epoch = :epoch WHERE one = 1
