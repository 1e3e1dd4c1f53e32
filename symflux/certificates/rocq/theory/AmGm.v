(** * Weighted arithmetic and geometric means

    For weights w > 0 and monomials with sum w (a - b) = 0 (exponents), and any X > 0,

        sum w (X^b / X^a) x^a  >=  (sum w) x^b     for x >= 0.

    With u = ln (x/X), (x/X)^a = exp (a.u) >= exp (b.u) (1 + (a - b).u), as exp t >= 1 + t; the sum of the last over
    w is (sum w) exp (b.u). A variable that is zero either occurs in b, and then the right side is zero, or nowhere. *)

From Symflux Require Export Polynomials.
Import ListNotations.
Local Open Scope R_scope.

(** The exponents of a monomial as a linear form: "balanced" is then an identity of polynomials. *)
Definition exponents (m : monomial) : poly :=
  fold_right (fun f => padd (scale (Zpos (snd f) # 1) (variable (fst f)))) (constant 0) m.

Fixpoint weighted (outer : list (monomial * Q)) : poly :=
  match outer with [] => constant 0 | (a, w) :: outer => padd (scale w (exponents a)) (weighted outer) end.

Definition total (outer : list (monomial * Q)) : Q := fold_right (fun o => qadd (snd o)) 0%Q outer.

Definition balanced (inner : monomial) (outer : list (monomial * Q)) : bool :=
  forallb (fun o => negb (Qle_bool (snd o) 0)) outer && peq (weighted outer) (scale (total outer) (exponents inner)).

(** A power of X: the value of a monomial at the centre. *)
Fixpoint at_centre (X : positive -> Q) (m : monomial) : Q :=
  match m with [] => 1%Q | (x, e) :: m => qmul (Pos.iter (qmul (X x)) 1%Q e) (at_centre X m) end.

Section Means.

Variable X : positive -> Q.
Hypothesis X_positive : forall x, 0 < Q2R (X x).

Lemma qpow_ok q e : Q2R (Pos.iter (qmul q) 1%Q e) = Q2R q ^ Pos.to_nat e.
Proof.
  induction e as [|e IH] using Pos.peano_ind.
  - change (Pos.iter (qmul q) 1%Q 1) with (qmul q 1). rewrite qmul_ok, Q2R_1. simpl. ring.
  - rewrite Pos.iter_succ, qmul_ok, IH, Pos2Nat.inj_succ. reflexivity.
Qed.

Lemma at_centre_ok m : Q2R (at_centre X m) = monomial_value (fun x => Q2R (X x)) m.
Proof.
  induction m as [|[x e] m IH]; simpl; [apply Q2R_1|]. rewrite qmul_ok, qpow_ok, IH. reflexivity.
Qed.

Lemma at_centre_positive m : 0 < Q2R (at_centre X m).
Proof.
  rewrite at_centre_ok. induction m as [|[x e] m IH]; simpl; [lra|].
  apply Rmult_lt_0_compat; [apply pow_lt, X_positive | exact IH].
Qed.

Lemma exponents_cons at_ x e m :
  value at_ (exponents ((x, e) :: m)) = INR (Pos.to_nat e) * at_ x + value at_ (exponents m).
Proof.
  unfold exponents; simpl. rewrite value_add, value_scale, value_variable, Q2R_integer, INR_IZR_INZ, positive_nat_Z.
  reflexivity.
Qed.

Definition logarithm (x : point) : point := fun j => ln (x j / Q2R (X j)).

(** x^a = X^a exp (a.u) where the variables of a are positive. *)
Lemma monomial_exp x m : (forall f, In f m -> 0 < x (fst f)) ->
  monomial_value x m = Q2R (at_centre X m) * exp (value (logarithm x) (exponents m)).
Proof.
  induction m as [|[j e] m IH]; intros H; simpl monomial_value.
  - simpl. unfold exponents; simpl. rewrite value_constant, Q2R_0, Q2R_1, exp_0. ring.
  - rewrite IH by (intros f F; apply H; right; exact F). simpl at_centre.
    rewrite exponents_cons, exp_plus, qmul_ok, qpow_ok.
    assert (P : 0 < x j) by (apply (H (j, e)); left; reflexivity).
    assert (E : exp (INR (Pos.to_nat e) * logarithm x j) = (x j / Q2R (X j)) ^ Pos.to_nat e).
    { rewrite <- Rpower_pow by (apply Rdiv_lt_0_compat; auto). reflexivity. }
    rewrite E. unfold Rdiv. rewrite Rpow_mult_distr, pow_inv. field. apply pow_nonzero, Rgt_not_eq, X_positive.
Qed.

Lemma exponents_nonneg at_ m : (forall j, 0 <= at_ j) -> 0 <= value at_ (exponents m).
Proof.
  intros H. induction m as [|[x e] m IH].
  - unfold exponents; simpl. rewrite value_constant, Q2R_0. lra.
  - rewrite exponents_cons. apply Rplus_le_le_0_compat; auto. apply Rmult_le_pos; auto. apply pos_INR.
Qed.

Lemma exponents_positive at_ m f : (forall j, 0 <= at_ j) -> In f m -> 0 < at_ (fst f) -> 0 < value at_ (exponents m).
Proof.
  intros H. induction m as [|[x e] m IH]; intros F P; [contradiction|]. rewrite exponents_cons.
  assert (0 < INR (Pos.to_nat e)) by (apply lt_0_INR, Pos2Nat.is_pos).
  destruct F as [<-|F].
  - apply Rplus_lt_le_0_compat; [apply Rmult_lt_0_compat; auto | apply exponents_nonneg; auto].
  - apply Rplus_le_lt_0_compat; [apply Rmult_le_pos; auto; lra | auto].
Qed.

Definition positive_weights (outer : list (monomial * Q)) := forall o, In o outer -> 0 < Q2R (snd o).

Lemma weighted_positive at_ outer a f : (forall j, 0 <= at_ j) -> positive_weights outer ->
  In a outer -> In f (fst a) -> 0 < at_ (fst f) -> 0 < value at_ (weighted outer).
Proof.
  intros N W. induction outer as [|[b w] outer IH]; intros A F P; [contradiction|]. simpl.
  rewrite value_add, value_scale.
  assert (L : 0 <= value at_ (weighted outer)).
  { clear - N W. assert (V : positive_weights outer) by (intros o O; apply W; right; exact O). clear W.
    induction outer as [|[b' w'] outer IH]; simpl; [rewrite value_constant, Q2R_0; lra|].
    rewrite value_add, value_scale. apply Rplus_le_le_0_compat.
    - apply Rmult_le_pos; [apply Rlt_le, (V (b', w')); left; reflexivity | apply exponents_nonneg; auto].
    - apply IH. intros o O. apply V. right. exact O. }
  assert (Wb : 0 < Q2R w) by (apply (W (b, w)); left; reflexivity).
  destruct A as [<-|A].
  - apply Rplus_lt_le_0_compat; auto. apply Rmult_lt_0_compat; auto. apply exponents_positive with f; auto.
  - apply Rplus_le_lt_0_compat.
    + apply Rmult_le_pos; [lra | apply exponents_nonneg; auto].
    + apply IH; auto. intros o O. apply W. right. exact O.
Qed.

(** sum w (X^b / X^a) x^a *)
Definition spread (inner : monomial) (x : point) (outer : list (monomial * Q)) : R :=
  sum (map (fun o => Q2R (snd o) * (Q2R (at_centre X inner) / Q2R (at_centre X (fst o)))
                     * monomial_value x (fst o)) outer).

Lemma monomial_nonneg x m : (forall j, 0 <= x j) -> 0 <= monomial_value x m.
Proof.
  intros H. induction m as [|[j e] m IH]; simpl; [lra|]. apply Rmult_le_pos; auto. apply pow_le, H.
Qed.

Lemma monomial_zero x m f : In f m -> x (fst f) = 0 -> monomial_value x m = 0.
Proof.
  induction m as [|[j e] m IH]; intros F Z; [contradiction|]. simpl. destruct F as [<-|F].
  - simpl in Z. rewrite Z, pow_i by apply Pos2Nat.is_pos. ring.
  - rewrite IH by assumption. ring.
Qed.

Lemma spread_nonneg inner x outer : (forall j, 0 <= x j) -> positive_weights outer -> 0 <= spread inner x outer.
Proof.
  intros N W. unfold spread. induction outer as [|o outer IH]; simpl; [lra|]. apply Rplus_le_le_0_compat.
  - apply Rmult_le_pos; [|apply monomial_nonneg; auto]. apply Rmult_le_pos; [apply Rlt_le, W; left; auto|].
    apply Rlt_le, Rdiv_lt_0_compat; apply at_centre_positive.
  - apply IH. intros o' O. apply W. right. exact O.
Qed.

(** Where all variables that occur are positive: tangent of exp, term by term. *)
Lemma spread_tangent inner x outer :
  (forall o f, In o outer -> In f (fst o) -> 0 < x (fst f)) -> positive_weights outer ->
  let u := logarithm x in
  Q2R (at_centre X inner) * exp (value u (exponents inner)) *
    (Q2R (total outer) + value u (weighted outer) - Q2R (total outer) * value u (exponents inner))
  <= spread inner x outer.
Proof.
  intros P W u. unfold spread. induction outer as [|[a w] outer IH]; simpl.
  - unfold total; simpl. rewrite value_constant, !Q2R_0. apply Req_le. ring.
  - specialize (IH (fun o f O => P o f (or_intror O)) (fun o O => W o (or_intror O))).
    rewrite (monomial_exp x a) by (intros f F; apply (P (a, w) f); [left|]; auto). fold u.
    rewrite value_add, value_scale. unfold total in *; simpl. rewrite qadd_ok.
    set (b := value u (exponents inner)) in *. set (A := value u (exponents a)).
    pose proof (at_centre_positive inner) as Hb. pose proof (at_centre_positive a) as Ha.
    assert (Hw : 0 < Q2R w) by (apply (W (a, w)); left; reflexivity).
    set (T := Q2R (fold_right _ _ _)) in *. set (V := value u (weighted outer)) in *.
    assert (E : exp b * (1 + (A - b)) <= exp A).
    { replace A with (b + (A - b)) at 2 by ring. rewrite exp_plus.
      apply Rmult_le_compat_l; [apply Rlt_le, exp_pos | apply exp_ineq1_le]. }
    replace (Q2R w * (Q2R (at_centre X inner) / Q2R (at_centre X a)) * (Q2R (at_centre X a) * exp A))
      with (Q2R w * Q2R (at_centre X inner) * exp A) by (field; lra).
    apply Rmult_le_compat_l with (r := Q2R w * Q2R (at_centre X inner)) in E.
    + apply Rplus_le_compat with (1 := E) in IH. eapply Rle_trans; [|exact IH]. apply Req_le. ring.
    + apply Rmult_le_pos; lra.
Qed.

Theorem means inner outer x : balanced inner outer = true -> (forall j, 0 <= x j) ->
  Q2R (total outer) * monomial_value x inner <= spread inner x outer.
Proof.
  unfold balanced. rewrite andb_true_iff, forallb_forall. intros [W B] N.
  assert (PW : positive_weights outer).
  { intros o O. apply Q2R_positive. specialize (W o O). destruct (Qle_bool (snd o) 0); auto; discriminate. }
  assert (E : forall u, value u (weighted outer) = Q2R (total outer) * value u (exponents inner)).
  { intros u. rewrite (peq_ok _ _ B). apply value_scale. }
  destruct (Forall_Exists_dec (fun f => x (fst f) <> 0)
    (fun f => match Req_EM_T (x (fst f)) 0 with left e => right (fun n => n e) | right n => left n end)
    inner) as [A|A].
  - (* the variables of b are positive, and so are those of each a *)
    rewrite Forall_forall in A.
    assert (P : forall o f, In o outer -> In f (fst o) -> 0 < x (fst f)).
    { intros o f O F. destruct (Rle_lt_or_eq_dec _ _ (N (fst f))) as [L|Z]; auto. exfalso.
      pose (zero := fun j => if Req_EM_T (x j) 0 then 1 else 0).
      assert (Z0 : forall j, 0 <= zero j) by (intros j; unfold zero; destruct (Req_EM_T (x j) 0); lra).
      assert (L : 0 < value zero (weighted outer)).
      { apply weighted_positive with o f; auto. unfold zero. destruct (Req_EM_T (x (fst f)) 0); lra. }
      assert (Q : value zero (exponents inner) = 0).
      { clear - A. induction inner as [|[j e] m IH].
        - unfold exponents; simpl. rewrite value_constant. apply Q2R_0.
        - rewrite exponents_cons, IH by (intros f F; apply A; right; exact F).
          unfold zero. destruct (Req_EM_T (x j) 0) as [z|z]; [|ring].
          exfalso. apply (A (j, e)); [left; reflexivity | exact z]. }
      rewrite E, Q in L. lra. }
    rewrite (monomial_exp x inner).
    + pose proof (spread_tangent inner x outer P PW) as T. simpl in T. rewrite E in T.
      eapply Rle_trans; [|exact T]. apply Req_le. ring.
    + intros f F. destruct (Rle_lt_or_eq_dec _ _ (N (fst f))) as [L|Z]; auto. exfalso. apply (A f F). auto.
  - rewrite Exists_exists in A. destruct A as [f [F Z]].
    rewrite (monomial_zero x inner f F) by (destruct (Req_EM_T (x (fst f)) 0); tauto).
    rewrite Rmult_0_r. apply spread_nonneg; auto.
Qed.

End Means.
