"""Rule packs: linguistic knowledge as data, with the code that reads, compiles and checks it."""
