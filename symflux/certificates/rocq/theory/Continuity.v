(** * Continuity: f >= 0, f not zero everywhere, f p >= 0 on a region that is open give p >= 0

    If p < 0 at x, then p < 0 and all strict assumptions hold on a short way x + t d in every direction d >= 0; so f = 0 there.
    A polynomial of t that is zero on an interval is zero: f = 0 at all w >= x, hence on whole lines through such points, one
    of which goes through the given point where f is not zero. *)

From Symflux Require Export Leaf.
Import ListNotations.
Local Open Scope R_scope.

(** ** Polynomials of one real variable t, by their coefficients *)

Fixpoint at_t (c : list R) (t : R) : R := match c with [] => 0 | a :: c => a + t * at_t c t end.

Fixpoint plus (c d : list R) : list R :=
  match c, d with [], d => d | c, [] => c | a :: c, b :: d => (a + b) :: plus c d end.

Lemma plus_ok c : forall d t, at_t (plus c d) t = at_t c t + at_t d t.
Proof. induction c as [|a c IH]; intros [|b d] t; simpl; try ring. rewrite IH. ring. Qed.

Fixpoint times (c d : list R) : list R := match c with [] => [] | a :: c => plus (map (Rmult a) d) (0 :: times c d) end.

Lemma times_ok c d t : at_t (times c d) t = at_t c t * at_t d t.
Proof.
  induction c as [|a c IH]; simpl; [ring|]. rewrite plus_ok. simpl. rewrite IH.
  assert (E : at_t (map (Rmult a) d) t = a * at_t d t) by (clear; induction d as [|b d IHd]; simpl; [|rewrite IHd]; ring).
  rewrite E. ring.
Qed.

Definition on_line (x d : point) (t : R) : point := fun j => x j + t * d j.

(** On a line, a polynomial is one of t. *)
Lemma line p : forall x d, exists c, forall t, value (on_line x d t) p = at_t c t.
Proof.
  assert (P : forall c n, exists e, forall t, at_t c t ^ n = at_t e t).
  { intros c n. induction n as [|n [e IH]]; [exists [1] | exists (times c e)]; intros t; simpl; [ring|].
    rewrite times_ok, IH. reflexivity. }
  induction p as [q | j p IH | p IHp i r IHr]; intros x d.
  - exists [Q2R q]. intros t. change (value (on_line x d t) (Pc q)) with (Q2R q). simpl. ring.
  - destruct (IH (jump j x) (jump j d)) as [c H]. exists c. intros t. rewrite <- H. reflexivity.
  - destruct (IHp x d) as [c C], (IHr (tail x) (tail d)) as [e E], (P [x 1%positive; d 1%positive] (Pos.to_nat i)) as [m M].
    exists (plus (times c m) e). intros t. rewrite value_PX, plus_ok, times_ok, <- C, <- M, <- E. f_equal. f_equal. f_equal.
    unfold on_line. simpl. ring.
Qed.

Lemma bounded c : exists m, 0 <= m /\ forall t, 0 <= t <= 1 -> Rabs (at_t c t) <= m.
Proof.
  induction c as [|a c [m [M H]]]; [exists 0; split; [lra|]; intros; simpl; rewrite Rabs_R0; lra|].
  exists (Rabs a + m). split; [pose proof (Rabs_pos a); lra|]. intros t T. simpl. eapply Rle_trans; [apply Rabs_triang|].
  rewrite Rabs_mult, (Rabs_right t) by lra. specialize (H t T). pose proof (Rabs_pos (at_t c t)). nra.
Qed.

(** Signs at t = 0 persist for a while. *)
Lemma persists a c : 0 < a -> exists e, 0 < e <= 1 /\ forall t, 0 < t < e -> 0 < at_t (a :: c) t.
Proof.
  intros A. destruct (bounded c) as [m [M H]]. exists (Rmin 1 (a / (m + 1))).
  assert (P : 0 < a / (m + 1)) by (apply Rdiv_lt_0_compat; lra).
  split; [split; [apply Rmin_glb_lt; lra | apply Rmin_l]|]. intros t [T L].
  pose proof (Rmin_l 1 (a / (m + 1))). pose proof (Rmin_r 1 (a / (m + 1))). simpl.
  assert (B : Rabs (at_t c t) <= m) by (apply H; lra).
  assert (K : t * (m + 1) < a).
  { apply Rmult_lt_reg_r with (/ (m + 1)); [apply Rinv_0_lt_compat; lra|]. rewrite Rmult_assoc, Rinv_r by lra. lra. }
  assert (- m <= at_t c t) by (revert B; unfold Rabs; destruct (Rcase_abs (at_t c t)); lra). nra.
Qed.

(** Zero on an interval: zero. *)
Lemma zero_near c e : 0 < e -> (forall t, 0 < t < e -> at_t c t = 0) -> forall t, at_t c t = 0.
Proof.
  intros E. induction c as [|a c IH]; intros H t; [reflexivity|].
  assert (A : a = 0).
  { destruct (Rtotal_order a 0) as [L|[Z|L]]; auto; exfalso.
    - destruct (persists (- a) (map Ropp c)) as [k [K P]]; [lra|]. pose proof (Rmin_l (e / 2) (k / 2)). pose proof (Rmin_r (e / 2) (k / 2)).
      assert (T : 0 < Rmin (e / 2) (k / 2)) by (apply Rmin_glb_lt; lra). set (s := Rmin (e / 2) (k / 2)) in *.
      assert (N : forall u, at_t (map Ropp u) s = - at_t u s) by (induction u as [|b u IHu]; simpl; [|rewrite IHu]; ring).
      specialize (P s ltac:(lra)). specialize (H s ltac:(lra)). simpl in P, H. rewrite N in P. lra.
    - destruct (persists a c L) as [k [K P]]. pose proof (Rmin_l (e / 2) (k / 2)). pose proof (Rmin_r (e / 2) (k / 2)).
      assert (T : 0 < Rmin (e / 2) (k / 2)) by (apply Rmin_glb_lt; lra). set (s := Rmin (e / 2) (k / 2)) in *.
      specialize (P s ltac:(lra)). specialize (H s ltac:(lra)). lra. }
  subst a. simpl. rewrite IH; [ring|]. intros s S. specialize (H s S). simpl in H.
  apply Rmult_eq_reg_l with s; lra.
Qed.

(** A polynomial > 0 at x is > 0 on a short way from it. *)
Lemma stays_positive g x d : 0 < value x g -> exists e, 0 < e <= 1 /\ forall t, 0 < t < e -> 0 < value (on_line x d t) g.
Proof.
  intros G. destruct (line g x d) as [c C]. assert (Z : value x g = at_t c 0).
  { rewrite <- C. apply value_ext. intros j. unfold on_line. ring. }
  destruct c as [|a c]; simpl in Z; [lra|]. destruct (persists a c) as [e [E H]]; [lra|].
  exists e. split; [exact E|]. intros t T. rewrite C. apply H, T.
Qed.

Lemma all_stay (gs : list (poly * relation)) x d : (forall g, In g gs -> is_strict g = true /\ holds_at x g) ->
  exists e, 0 < e <= 1 /\ forall t, 0 < t < e -> forall g, In g gs -> holds_at (on_line x d t) g.
Proof.
  induction gs as [|g gs IH]; intros H; [exists 1; split; [lra | contradiction]|].
  destruct IH as [e [E K]]; [intros k I; apply H; right; exact I|]. destruct (H g (or_introl eq_refl)) as [S P].
  destruct g as [g []]; try discriminate. unfold holds_at in P; simpl in P. destruct (stays_positive g x d P) as [f [F G]].
  exists (Rmin e f). pose proof (Rmin_l e f). pose proof (Rmin_r e f). split; [split; [apply Rmin_glb_lt; lra | lra]|].
  intros t T k [<-|I]; [apply G; lra | apply K; auto; lra].
Qed.

(** f is not zero at a rational point. *)
Definition nonzero_there (y : list (positive * Q)) (f : poly) : bool :=
  match put (fun j => constant (centre_at y j)) f with Pc c => negb (Qeq_bool c 0) | _ => false end.

Lemma nonzero_there_ok y f : nonzero_there y f = true -> value (fun j => Q2R (centre_at y j)) f <> 0.
Proof.
  unfold nonzero_there. intros H. rewrite <- (put_value (fun j => constant (centre_at y j)) _ (fun j => Q2R (centre_at y j))) by reflexivity.
  destruct (put _ f) as [c| |]; try discriminate. apply negb_true_iff, Qeq_false in H. rewrite Q2R_0 in H. exact H.
Qed.

Lemma dense_ok r p f y : forallb is_strict (given r) = true -> nonzero_there y f = true ->
  proves r f Nonnegative -> proves r (pmul f p) Nonnegative -> proves r p Nonnegative.
Proof.
  intros S Y F P x I. apply nonzero_there_ok in Y. simpl. destruct (Rle_or_lt 0 (value x p)) as [L|L]; auto. exfalso.
  destruct I as [N [C G]]. rewrite forallb_forall in S.
  assert (ahead : forall d, (forall j, 0 <= d j) -> forall t, value (on_line x d t) f = 0).
  { intros d D. destruct (line f x d) as [c E]. destruct (all_stay (given r) x d) as [e1 [E1 H1]]; [intros g K; auto|].
    destruct (stays_positive (popp p) x d) as [e2 [E2 H2]]; [rewrite value_opp; lra|].
    intros t. rewrite E. apply (zero_near c (Rmin e1 e2)); [apply Rmin_glb_lt; lra|]. clear t. intros t T.
    pose proof (Rmin_l e1 e2). pose proof (Rmin_r e1 e2).
    assert (J : inside r (on_line x d t)).
    { split; [|split].
      - intros j R. specialize (N j R). specialize (D j). unfold on_line. nra.
      - intros k K. destruct (C k K) as [j [In_j Pos_j]]. exists j. split; auto. specialize (D j). unfold on_line. nra.
      - intros g K. apply H1; auto. lra. }
    specialize (F _ J). specialize (P _ J). specialize (H2 t ltac:(lra)). simpl in F, P. rewrite value_mul in P.
    rewrite value_opp in H2. rewrite <- E. nra. }
  assert (above : forall w, (forall j, x j <= w j) -> value w f = 0).
  { intros w W. rewrite <- (ahead (fun j => w j - x j) ltac:(intros j; specialize (W j); lra) 1).
    apply value_ext. intros j. unfold on_line. ring. }
  apply Y. set (y0 := fun j => Q2R (centre_at y j)). pose (K := fun j => Rabs (x j - y0 j) + 1).
  destruct (line f (fun j => x j + K j) (fun j => y0 j - (x j + K j))) as [c E].
  transitivity (at_t c 1); [rewrite <- E; apply value_ext; intros j; unfold on_line; fold (y0 j); ring|].
  apply (zero_near c (1 / 2)); [lra|]. intros t T. rewrite <- E. apply above. intros j. unfold on_line, K.
  unfold Rabs. destruct (Rcase_abs (x j - y0 j)); nra.
Qed.
