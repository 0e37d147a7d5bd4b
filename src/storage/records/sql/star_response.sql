UPDATE responses SET starred = :starred WHERE id = :id
