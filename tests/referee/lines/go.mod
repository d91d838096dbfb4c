module npgen/referee/lines

go 1.26.0
