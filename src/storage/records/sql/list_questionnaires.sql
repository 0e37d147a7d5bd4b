SELECT survey, version, document, created_at, created_by FROM questionnaires ORDER BY survey, version
