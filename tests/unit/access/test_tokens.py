from tracker.access import tokens


def test_a_token_holds_256_bits_and_no_two_are_alike() -> None:
    made = {tokens.new_token() for _ in range(100)}
    assert len(made) == 100
    assert all(len(token) >= 43 and token.isascii() for token in made)


def test_what_is_stored_is_the_sha_256_of_the_token() -> None:
    assert tokens.token_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
