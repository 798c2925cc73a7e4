constitution-title = Los estatutos
constitution-lead = Estas son las palabras que aprobaron los miembros. Junto a cada artículo está lo que sus reglas mandan hacer al programa. Obligan las palabras; si una regla dice otra cosa, avise a la secretaría.
constitution-download = El documento mismo
constitution-digest = Su huella:
