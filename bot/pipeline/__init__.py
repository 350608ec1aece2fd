"""The order of the steps, a page for each stage: collect, understand, compose; alert, revise and week beside them."""
