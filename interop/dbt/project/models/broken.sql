select no_such_column from {{ ref('raw_orders') }}
