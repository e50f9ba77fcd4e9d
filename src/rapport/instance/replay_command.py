"""`rapport replay`: play an exercise again from its file, on any machine, and see whether it is the same."""

from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def replay(file: Path) -> None:
    """Play the exercise in FILE again; exit 1 if its seal or its world comes out differently. Needs no database."""
    from rapport.simulation import ActRefused, ScenarioError
    from rapport.simulation.recipe import BadRecipe, Recipe

    try:
        recipe = Recipe.from_json(file.read_text(encoding="utf-8"))
        world = recipe.bake()
    except (BadRecipe, ActRefused, ScenarioError, ValueError, OSError) as refusal:
        raise click.ClickException(f"{file.name} cannot be replayed: {refusal}") from None
    same_seal, same_world = world.truth_commitment == recipe.commitment, world.digest() == recipe.digest
    click.echo(f"seal   {world.truth_commitment}  {'the same' if same_seal else 'DIFFERENT'}")
    click.echo(f"world  {world.digest()}  {'the same' if same_world else 'DIFFERENT'}")
    if not (same_seal and same_world):
        raise SystemExit(1)
