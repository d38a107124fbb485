select id, loaded_at from {{ ref('raw_orders') }}
