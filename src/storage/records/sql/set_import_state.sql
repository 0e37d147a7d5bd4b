UPDATE imports SET state = :state, row_count = :rows WHERE id = :id AND state = :from
