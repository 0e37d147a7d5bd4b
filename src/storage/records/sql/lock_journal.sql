UPDATE journal_head SET seq = seq WHERE epoch = :epoch RETURNING seq
