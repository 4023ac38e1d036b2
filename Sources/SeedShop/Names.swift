/// Given and family names by country, from which the fictional customers'
/// names are put together.
struct Names {
  let country: String
  /// Customers out of a hundred.
  let share: Int
  let given: [String]
  let family: [String]

  private init(_ country: String, _ share: Int, given: String, family: String) {
    self.country = country
    self.share = share
    self.given = given.split(separator: " ").map(String.init)
    self.family = family.split(separator: " ").map(String.init)
  }

  static let all = [
    Names(
      "DE", 44,
      given: """
        Anke Bernd Carla Dirk Elke Finn Greta Hanno Ines Jonas Katrin Lars Maren Nils Oda Paul \
        Ronja Svenja Till Ulrike Vera Wiebke Malte Frieda Henning Jule Thorben Lene
        """,
      family: """
        Ahlers Brandt Claasen Dreyer Ebeling Feddersen Grothe Hinrichs Iversen Jessen Kröger \
        Lüders Möhle Nissen Oltmann Petersen Quast Rehder Sievers Thiele Uhlig Voss Wegener \
        Zander Bäumler Hufnagel Seidl Rauscher
        """),
    Names(
      "AT", 12,
      given: "Leopold Resi Florian Hannah Lukas Marlene Valentin Theresa Xaver Johanna",
      family: "Gruber Huemer Lechner Moosbrugger Pichler Riegler Stadler Thaler Wallner Zauner"),
    Names(
      "NL", 10,
      given: "Bram Femke Joost Lotte Maarten Sanne Thijs Anouk Wouter Marijke",
      family: "Bakker Dijkstra Hoekstra Kuipers Mulder Postma Terpstra Veenstra Zijlstra Brouwer"),
    Names(
      "FR", 10,
      given: "Amélie Bastien Clémence Étienne Gaëlle Hugo Margaux Noémie Rémi Solène",
      family: "Barbier Chevalier Delmas Fontaine Garnier Lacroix Marchand Perrin Roussel Vidal"),
    Names(
      "IE", 8,
      given: "Aoife Cormac Deirdre Eoin Gráinne Niamh Padraig Róisín Tadhg Sinéad",
      family: "Brennan Cassidy Doyle Fallon Gallagher Hickey Keane Nolan Quigley Tierney"),
    Names(
      "BE", 6, given: "Arne Elise Joris Lien Pieter Silke Wannes Charlotte",
      family: "Claes Declercq Goossens Lambrecht Maes Peeters Verhaegen Wouters"),
    Names(
      "IT", 5, given: "Alba Cesare Donatella Ettore Ginevra Lorenzo Michela Silvio",
      family: "Bellini Caruso Donati Ferrante Galli Marchetti Rinaldi Valenti"),
    Names(
      "ES", 5, given: "Alma Bruno Carmen Diego Elvira Gonzalo Inés Rocío",
      family: "Aguilar Benítez Cabrera Duarte Herrero Molina Pascual Serrano"),
  ]

  /// The name in the letters that every mail system takes.
  static func addressPart(_ name: String) -> String {
    name.lowercased().map { folded[$0] ?? String($0) }.joined()
  }

  private static let folded: [Character: String] = [
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "á": "a", "é": "e", "í": "i", "ë": "e", "è": "e",
    "ó": "o",
  ]
}
